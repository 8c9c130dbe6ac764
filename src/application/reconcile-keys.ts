import type { SourceKeys } from "../domain/source/source-cut.ts";
import { countAhead } from "./ahead.ts";
import type { UnitResult } from "./carry-unit.ts";
import type { ReconcileBatch } from "./ports/accounting-sink.ts";
import { readProjected } from "./reconcile.ts";
import type { ChunkPorts } from "./sync-chunk.ts";

/** Brings the ledger to what the source says about these keys when the lane has its turn for them, on behalf of a run. */
export const reconcileKeys = async (ports: ChunkPorts, keys: SourceKeys, signal: AbortSignal): Promise<UnitResult> => {
  const token = ports.newToken();
  const { tracker, lane } = ports;
  const read = async (floor: ReconcileBatch["cut"]["asOf"], abandon: AbortSignal): Promise<ReconcileBatch> => ({
    kind: "reconcile",
    token,
    epoch: ports.epoch,
    cause: { kind: "run", runId: tracker.run().id },
    at: ports.clock.now(),
    keys,
    cut: await readProjected(ports, keys, floor, abandon),
    events: 0,
    position: null,
    presumedNew: new Set(),
    stretch: null,
    dryRun: false,
  });
  const result = await lane.submit("other", { read }, signal).done;
  if (result.kind !== "committed") return result;
  tracker.corrected(lane.floor(), result.changedKeys);
  const { counts } = tracker.run();
  const ahead = countAhead(result);
  if (ahead > 0) await tracker.update({ counts: { ...counts, aheadCorrected: counts.aheadCorrected + ahead } });
  return result;
};
