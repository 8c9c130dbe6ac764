import type { WireFixItem } from "../../../contract/fix-plan.ts";
import { isSelected, type Selection } from "./selection.ts";

/**
 * Accounts whose rows the selected fixes change. Totals are summed last: what the plan says of theirs was the sum of the rows
 * before. Fixes of rows come before those of totals in every plan, so that all of them are known where totals are shown.
 */
export const accountsWithRowFixes = (items: readonly WireFixItem[], selection: Selection): ReadonlySet<string> =>
  new Set(
    items
      .filter(({ target, number }) => target.kind === "payment" && isSelected(selection, number))
      .flatMap(accountsOf),
  );

/** A row that goes to another account changes both. */
const accountsOf = ({ propertyId, changes }: WireFixItem): readonly string[] => [
  ...(propertyId === null ? [] : [propertyId]),
  ...changes.filter(({ field }) => field === "propertyId").flatMap(({ before, after }) => [before, after]),
];

/** The totals of this item will be the sum of rows that other fixes mend before. */
export const isSummedLater = ({ target }: WireFixItem, accounts: ReadonlySet<string>): boolean =>
  target.kind === "totals" && accounts.has(target.id);
