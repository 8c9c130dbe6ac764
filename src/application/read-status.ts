import type { Checkpoint } from "../domain/sync/checkpoint.ts";
import { isCovered, isGapOpen } from "../domain/sync/checkpoint.ts";
import type { RealTimeState } from "../domain/sync/health.ts";
import { describeError } from "./errors.ts";
import type { LeaderTerm } from "./leader-term.ts";
import type { Pipeline } from "./pipeline.ts";
import type { SyncStats, SyncStatus } from "./sync-status.ts";

/** What the pipeline says about itself; an instance that does not lead tells what is committed. */
export const readStatus = async (pipeline: Pipeline): Promise<SyncStatus> =>
  statusAt(await pipeline.checkpoint(), pipeline);

const statusAt = async (checkpoint: Checkpoint, pipeline: Pipeline): Promise<SyncStatus> => {
  const term = pipeline.term();
  const lease = term === null ? await pipeline.ports.lease.holder(new AbortController().signal) : null;
  return {
    realTime:
      term === null ? foreignRealTime(checkpoint, lease !== null, pipeline) : realTimeOf(term, checkpoint, pipeline),
    tally: checkpoint.tally,
    lastFullSync: term?.history.lastFullSync ?? null,
    lastSuccessfulFullSync: term?.history.lastSuccessfulFullSync ?? null,
    activeRun: term?.fullSyncs.active() ?? null,
    openFailures: checkpoint.openFailures,
    leader: {
      isLeader: term !== null,
      epoch: term?.epoch ?? lease?.epoch ?? null,
      instanceId: term === null ? (lease?.instanceId ?? null) : pipeline.options.instanceId,
    },
  };
};

const realTimeOf = (term: LeaderTerm, checkpoint: Checkpoint, { options, ports }: Pipeline): SyncStatus["realTime"] => {
  const report = term.realTime.report();
  const waiting = term.waitingFor();
  const isWaiting = report.state !== "stopped" && report.state !== "failed" && waiting !== null;
  const state = isWaiting ? "waiting" : visibleState(report.state, checkpoint, options.projectionId);
  return {
    isRunning: state !== "stopped" && state !== "failed",
    wanted: isWanted(checkpoint, options),
    state,
    ...ports.feed.mode(),
    lagMs: state === "stopped" || state === "failed" ? null : term.meter.lagMs(isGapOpen(checkpoint)),
    lastSyncAt: term.meter.lastSyncAt(),
    position: checkpoint.position?.clusterTime ?? null,
    error: isWaiting ? describeError(waiting) : report.error,
  };
};

/** What the operator last asked for, where configuration lets it be. */
const isWanted = (checkpoint: Checkpoint, { syncEnabled, realTimeEnabled }: Pipeline["options"]): boolean =>
  checkpoint.realTimeWanted && syncEnabled && realTimeEnabled;

/** A stream that flows beside the full sync it waits for is not simply live. */
const visibleState = (state: RealTimeState, checkpoint: Checkpoint, projectionId: string): RealTimeState => {
  if (state !== "live") return state;
  if (isGapOpen(checkpoint)) return "history_lost";
  if (!isCovered(checkpoint)) return "initial_sync";
  return checkpoint.projectionId === projectionId ? "live" : "reprojecting";
};

/** Another instance leads, or none does yet: only what is committed is known here. */
const foreignRealTime = (
  checkpoint: Checkpoint,
  hasLeader: boolean,
  { options, ports }: Pipeline,
): SyncStatus["realTime"] => ({
  isRunning: checkpoint.realTimeWanted && hasLeader,
  wanted: isWanted(checkpoint, options),
  state: foreignState(checkpoint, hasLeader, options.projectionId),
  ...ports.feed.mode(),
  lagMs: null,
  lastSyncAt: null,
  position: checkpoint.position?.clusterTime ?? null,
  error: null,
});

const foreignState = (checkpoint: Checkpoint, hasLeader: boolean, projectionId: string): RealTimeState => {
  if (!checkpoint.realTimeWanted) return "stopped";
  return hasLeader ? visibleState("live", checkpoint, projectionId) : "starting";
};

export const readStats = async (pipeline: Pipeline): Promise<SyncStats> => {
  const checkpoint = await pipeline.checkpoint();
  const meter = pipeline.term()?.meter;
  return {
    status: await statusAt(checkpoint, pipeline),
    lag: meter?.lag() ?? null,
    eventsPerSecond: meter?.eventsPerSecond() ?? 0,
    byCollection: meter?.byCollection() ?? { payments: 0, properties: 0, owners: 0 },
    rounding: checkpoint.rounding,
    noiseTaken: checkpoint.noiseTaken,
    errors: pipeline.errors(),
  };
};
