/** Which of a plan's items are meant: those named, or all but those. Numbers run from 1 to the plan's items, without gaps. */
export type Selection = { readonly kind: "only" | "all_but"; readonly numbers: ReadonlySet<number> };

export const everything: Selection = { kind: "all_but", numbers: new Set() };
export const nothing: Selection = { kind: "only", numbers: new Set() };

export const isSelected = ({ kind, numbers }: Selection, number: number): boolean =>
  numbers.has(number) === (kind === "only");

export const toggled = ({ kind, numbers }: Selection, number: number): Selection => {
  const next = new Set(numbers);
  if (!next.delete(number)) next.add(number);
  return { kind, numbers: next };
};

export const selectedCount = ({ kind, numbers }: Selection, items: number): number =>
  kind === "only" ? numbers.size : items - numbers.size;

/** As a request names them: undefined = all. */
export const onlyOf = (selection: Selection, items: number): number[] | undefined => {
  if (selectedCount(selection, items) === items) return undefined;
  return Array.from({ length: items }, (_, index) => index + 1).filter((number) => isSelected(selection, number));
};
