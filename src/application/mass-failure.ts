import type { Checkpoint, CheckpointPatch } from "../domain/sync/checkpoint.ts";
import { createFuse, type FuseCount, fuseWindowMs } from "../domain/sync/fuse.ts";
import { AppError, describeError } from "./errors.ts";
import type { UnitDone } from "./outbox.ts";
import type { Clock } from "./ports/clock.ts";
import type { RealTimeReport } from "./real-time.ts";

export type MassFailurePorts = {
  readonly clock: Clock;
  readonly massFailurePercent?: number;
  readonly patchCheckpoint: (patch: CheckpointPatch) => Promise<void>;
  readonly onError: (error: unknown) => void;
};

/**
 * Stops the stream behind the unit that blows the fuse. That unit is committed: each of its failures is on record, and nothing
 * behind it has been passed.
 */
export const createMassFailureStop = (ports: MassFailurePorts): ((unit: UnitDone) => AppError | null) => {
  const { clock, massFailurePercent, patchCheckpoint, onError } = ports;
  const fuse = createFuse(massFailurePercent);
  return ({ changes: { keys }, result }) => {
    if (result.kind !== "committed") return null;
    const count = keys.payments.length + keys.properties.length + keys.owners.length;
    const blown = fuse.record({ at: clock.monotonic(), keys: count, failedKeys: result.newlyFailedKeys ?? [] });
    if (blown === null) return null;
    patchCheckpoint({ massFailure: { ...blown, at: clock.now() } }).catch(onError);
    return massFailureError(blown);
  };
};

export const massFailureError = ({ failed, keys }: FuseCount): AppError =>
  new AppError(
    "mass_failure",
    `Real-time sync has paused: ${failed} of ${keys} documents that changed within ${fuseWindowMs / 60_000} minutes cannot be projected, as after a change of the main database's schema.`,
  );

/** The fuse holds real time back, also in the terms after the one in which it blew. */
export const pausedBy = ({ massFailure, realTimeWanted }: Checkpoint): RealTimeReport | null =>
  massFailure !== null && realTimeWanted
    ? { state: "failed", error: describeError(massFailureError(massFailure)) }
    : null;
