import type { ClusterTime } from "../domain/cluster-time.ts";
import { type Checkpoint, type CheckpointPatch, type HistoryGap, isCovered } from "../domain/sync/checkpoint.ts";
import { AppError } from "./errors.ts";
import type { LostHistory } from "./follow-changes.ts";
import type { Lane } from "./lane.ts";
import type { OpenFeed } from "./ports/change-feed.ts";
import type { Clock } from "./ports/clock.ts";

export type ReadingPorts = {
  readonly lane: Lane;
  readonly clock: Clock;
  readonly projectionId: string;
  readonly checkpoint: () => Checkpoint;
  readonly patchCheckpoint: (patch: CheckpointPatch) => Promise<void>;
  /** Sees to it that a full sync that began in the present reading runs. */
  readonly startCoveringSync: () => Promise<void>;
  /** What the stream has not reported by now it never will. */
  readonly onBrokenOff: () => void;
};

/**
 * A stream that does not go on from a known position begins a new reading: whatever lies before it is a full sync's business,
 * and nothing older than its start may be read any more.
 */
export const beginReading = async (ports: ReadingPorts, open: OpenFeed): Promise<void> => {
  const { gap, reading } = ports.checkpoint();
  const to = open.start.clusterTime;
  ports.lane.raiseFloor(to);
  const ending: CheckpointPatch = gap !== null && gap.closedAt === null ? { gap: { ...gap, to } } : {};
  await ports.patchCheckpoint({ position: open.start, reading: reading + 1, ...ending });
  ports.onBrokenOff();
};

/** Starts a full sync when the ledger does not show everything: at a first start, after a gap, under another projection. */
export const coverReading = async (ports: ReadingPorts): Promise<void> => {
  const checkpoint = ports.checkpoint();
  if (isCovered(checkpoint) && checkpoint.projectionId === ports.projectionId) return;
  await ports.startCoveringSync();
};

/** Writes down what was missed and forgets the position, so that the next reading begins anew. Answers how many gaps came in a row. */
export const recordGap = async (ports: ReadingPorts, lost: LostHistory): Promise<number> => {
  const { gap, gapsInARow } = ports.checkpoint();
  const next: HistoryGap = {
    reason: lost.reason,
    detail: lost.detail,
    from: gap !== null && gap.closedAt === null ? gap.from : coveredTo(ports.checkpoint()),
    to: null,
    openedAt: ports.clock.now(),
    closedAt: null,
  };
  await ports.patchCheckpoint({ position: null, gap: next, gapsInARow: gapsInARow + 1 });
  ports.onBrokenOff();
  return gapsInARow + 1;
};

const coveredTo = ({ position, readFloor }: Checkpoint): ClusterTime => position?.clusterTime ?? readFloor;

export const sourceReplaced = (): AppError =>
  new AppError(
    "source_replaced",
    "The main database is older than what the ledger shows: it was replaced or restored. " +
      "Point MONGODB_URI at the right one, or use a new accounting database.",
  );
