import type { Checkpoint, CheckpointPatch } from "../domain/sync/checkpoint.ts";
import type { DocumentKey } from "../domain/sync/failure.ts";
import type { Run } from "../domain/sync/run.ts";
import type { UnitResult } from "./carry-unit.ts";
import type { Log } from "./ports/log.ts";

/** Keys named in one line of the log. */
const keysLoggedMax = 20;

/** Nothing of ours writes a time ahead of the source: somebody else has, or a database was restored. */
export const logAhead = (log: Log, keys: readonly DocumentKey[]): void => {
  if (keys.length === 0) return;
  log.warn("rows or heads claimed a time that the main database had not reached; they were rewritten", {
    count: keys.length,
    keys: keys.slice(0, keysLoggedMax).join(" "),
  });
};

export const countAhead = (result: UnitResult): number => ("aheadKeys" in result ? (result.aheadKeys?.length ?? 0) : 0);

/** A full sync of its own that has looked at everything and met none: whatever was met before is over. */
export const settledAhead = (run: Run, { aheadCorrected, aheadSettled }: Checkpoint): CheckpointPatch => {
  const isClean =
    run.state === "succeeded" && !run.dryRun && run.resumedFrom === null && run.counts.aheadCorrected === 0;
  return isClean && aheadSettled !== aheadCorrected ? { aheadSettled: aheadCorrected } : {};
};
