import type { Stretch } from "../../live/join-history.ts";

type Gap = { readonly from: number; readonly to: number };

/** From the last stretch that is known to the next. */
export const gapsIn = (stretches: readonly Stretch[]): readonly Gap[] => {
  const gaps: Gap[] = [];
  for (const [index, { kind, from }] of stretches.entries()) {
    if (kind !== "gap") continue;
    const before = stretches[index - 1];
    const to = stretches[index + 1]?.from ?? from;
    const last = gaps.at(-1);
    if (before?.kind === "gap" && last !== undefined) gaps[gaps.length - 1] = { from: last.from, to };
    else gaps.push({ from: before?.from ?? from, to });
  }
  return gaps;
};
