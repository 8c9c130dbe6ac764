import type { ClusterTime } from "../domain/cluster-time.ts";
import type { Cause } from "../domain/ledger/journal-line.ts";
import type { SourceKeys } from "../domain/source/source-cut.ts";
import { countAhead } from "./ahead.ts";
import type { UnitResult } from "./carry-unit.ts";
import type { Lane } from "./lane.ts";
import type { ReconcileBatch } from "./ports/accounting-sink.ts";
import type { Clock } from "./ports/clock.ts";
import { type ReadPorts, readProjected } from "./reconcile.ts";
import type { ChunkPorts } from "./sync-chunk.ts";

export type KeysPorts = ReadPorts & {
  readonly lane: Lane;
  readonly clock: Clock;
  readonly epoch: bigint;
  readonly newToken: () => string;
};

export type KeysOrder = { readonly keys: SourceKeys; readonly cause: Cause; readonly isRetry: boolean };

/** Brings the ledger to what the source says about these keys when the lane has its turn for them. */
export const submitKeys = (
  ports: KeysPorts,
  { keys, cause, isRetry }: KeysOrder,
  signal: AbortSignal,
): Promise<UnitResult> => {
  const token = ports.newToken();
  const read = async (floor: ClusterTime, abandon: AbortSignal): Promise<ReconcileBatch> => ({
    kind: "reconcile",
    token,
    epoch: ports.epoch,
    cause,
    at: ports.clock.now(),
    keys,
    cut: await readProjected(ports, keys, floor, abandon),
    events: 0,
    position: null,
    presumedNew: new Set(),
    stretch: null,
    dryRun: false,
    isRetry,
  });
  return ports.lane.submit("other", { read }, signal).done;
};

/** The same on behalf of a run, which hears what was corrected. */
export const reconcileKeys = async (ports: ChunkPorts, keys: SourceKeys, signal: AbortSignal): Promise<UnitResult> => {
  const { tracker, lane } = ports;
  const cause = { kind: "run", runId: tracker.run().id } as const;
  const result = await submitKeys(ports, { keys, cause, isRetry: false }, signal);
  if (result.kind !== "committed") return result;
  tracker.corrected(lane.floor(), result.changedKeys);
  const { counts } = tracker.run();
  const ahead = countAhead(result);
  if (ahead > 0) await tracker.update({ counts: { ...counts, aheadCorrected: counts.aheadCorrected + ahead } });
  return result;
};
