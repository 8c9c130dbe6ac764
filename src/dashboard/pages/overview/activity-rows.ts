import { added, longer } from "../../live/activity-log.ts";
import type { Stretch } from "../../live/join-history.ts";

export type ActivityRow = Stretch & { readonly to: number };

/** Neighbours that are idle, or that nobody knows, are told as one. */
export const activityRows = (stretches: readonly Stretch[], stepMs: number): readonly ActivityRow[] => {
  const rows: ActivityRow[] = [];
  for (const stretch of stretches) {
    const to = stretch.from + stepMs;
    const before = rows.at(-1);
    if (before === undefined || before.kind !== stretch.kind || stretch.kind === "busy") rows.push({ ...stretch, to });
    else rows[rows.length - 1] = lengthened(before, stretch, to);
  }
  return rows;
};

const lengthened = (row: ActivityRow, { lagMs, counts, errors }: Stretch, to: number): ActivityRow => ({
  ...row,
  to,
  lagMs: longer(row.lagMs, lagMs),
  counts: added(row.counts, counts),
  errors: row.errors + errors,
});
