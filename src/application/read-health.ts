import { assessHealth, type Health } from "../domain/sync/health.ts";
import type { Pipeline } from "./pipeline.ts";
import { isGapOpen, readStatus } from "./read-status.ts";
import type { SyncStatus } from "./sync-status.ts";

/** The verdict from what is known already: reading health never runs a check. */
export const healthOf = async (
  pipeline: Pipeline,
): Promise<{ readonly health: Health; readonly status: SyncStatus; readonly checkedAt: number }> => {
  const status = await readStatus(pipeline);
  const checkpoint = await pipeline.checkpoint();
  const { lastFullSync } = status;
  const health = assessHealth({
    realTime: status.realTime,
    lagMs: status.realTime.lagMs,
    openFailures: checkpoint.openFailures,
    hasLeader: status.leader.epoch !== null && status.leader.instanceId !== null,
    gapOpen: isGapOpen(checkpoint),
    initialised: checkpoint.initialised,
    needsConfirmation:
      lastFullSync?.error?.code === "needs_confirmation"
        ? { runId: lastFullSync.id, reason: lastFullSync.error.message }
        : null,
    driftCorrected: checkpoint.driftCorrected,
    viewObstructed: await pipeline.ports.ledger.viewObstructed(new AbortController().signal),
  });
  return { health, status, checkedAt: pipeline.ports.clock.now() };
};
