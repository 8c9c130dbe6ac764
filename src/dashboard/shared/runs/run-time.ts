import type { WireRun } from "../../../contract/run.ts";

type Timed = Pick<WireRun, "state" | "startedAt" | "endedAt">;

export const isOver = ({ state }: Pick<WireRun, "state">): boolean => state !== "queued" && state !== "running";

/** How long a run took, or has taken at `now` (ms since the epoch); null where it has not begun. Unit: ms. */
export const tookMs = ({ startedAt, endedAt }: Timed, now: number): number | null => {
  if (startedAt === null) return null;
  const end = endedAt === null ? now : Date.parse(endedAt);
  // The viewer's clock may be behind the service's.
  return Math.max(0, end - Date.parse(startedAt));
};
