import { type Checkpoint, isCovered, isGapOpen } from "../domain/sync/checkpoint.ts";
import type { HealthInput, RealTimeState } from "../domain/sync/health.ts";
import type { SyncError, SyncStats, SyncStatus } from "../domain/sync/sync-status.ts";
import { describeError } from "./errors.ts";
import type { LeaderTerm } from "./leader-term.ts";
import { pausedBy } from "./mass-failure.ts";
import type { PipelineOptions } from "./pipeline-ports.ts";
import type { Breakers } from "./ports/breakers.ts";
import type { ChangeFeed } from "./ports/change-feed.ts";
import type { Clock } from "./ports/clock.ts";

/** What the instance that leads knows, all of it from memory; the others are told it with the lease. No money, no persons. */
export type Observation = {
  readonly stats: Omit<SyncStats, "rounding" | "noiseTaken">;
  /** Checks are stored: whoever is asked looks at the newest one himself. */
  readonly health: Omit<HealthInput, "consistency">;
};

export type Observed = {
  readonly options: PipelineOptions;
  readonly ports: {
    readonly clock: Clock;
    readonly breakers: Breakers;
    readonly feed: Pick<ChangeFeed, "mode">;
  };
  errors(): readonly SyncError[];
  viewObstructed(): boolean;
};

export const observe = (term: LeaderTerm, pipeline: Observed): Observation => {
  const checkpoint = term.checkpoint();
  const status = statusOf(term, checkpoint, pipeline);
  return {
    stats: {
      status,
      lag: term.meter.lag(),
      eventsPerSecond: term.meter.eventsPerSecond(),
      byCollection: term.meter.byCollection(),
      collections: collectionsOf(term, status.realTime, checkpoint),
      errors: pipeline.errors(),
    },
    health: {
      ...healthInputOf(status, checkpoint, pipeline.viewObstructed()),
      quarantined: term.retries.quarantined(),
    },
  };
};

/** Nobody knows how far changes are that nobody follows. */
const collectionsOf = (
  { meter }: LeaderTerm,
  { isRunning }: SyncStatus["realTime"],
  checkpoint: Checkpoint,
): SyncStats["collections"] => meter.collections(!isRunning || isGapOpen(checkpoint));

const statusOf = (term: LeaderTerm, checkpoint: Checkpoint, { options, ports }: Observed): SyncStatus => ({
  realTime: realTimeOf(term, checkpoint, { options, ports }),
  scheduled: term.schedules.scheduled(),
  tally: checkpoint.tally,
  lastFullSync: term.history.lastFullSync,
  lastSuccessfulFullSync: term.history.lastSuccessfulFullSync,
  activeRun: term.fullSyncs.active(),
  openFailures: checkpoint.openFailures,
  breakers: ports.breakers.states(),
  commits: Number(checkpoint.commitNo),
  driftCorrected: checkpoint.driftCorrected,
  oplog: term.oplog.headroom(checkpoint.position?.clusterTime ?? null),
  unitShare: term.unitShare(),
  verification: term.verification(),
  leader: { isLeader: true, epoch: term.epoch, instanceId: options.instanceId, observedAt: ports.clock.now() },
});

const realTimeOf = (
  term: LeaderTerm,
  checkpoint: Checkpoint,
  { options, ports }: Pick<Observed, "options" | "ports">,
): SyncStatus["realTime"] => {
  const report = pausedBy(checkpoint) ?? term.realTime.report();
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
export const isWanted = (checkpoint: Checkpoint, { syncEnabled, realTimeEnabled }: PipelineOptions): boolean =>
  checkpoint.realTimeWanted && syncEnabled && realTimeEnabled;

/** A stream that flows beside the full sync it waits for is not simply live. */
const visibleState = (state: RealTimeState, checkpoint: Checkpoint, projectionId: string): RealTimeState => {
  if (state !== "live") return state;
  if (isGapOpen(checkpoint)) return "history_lost";
  if (!isCovered(checkpoint)) return "initial_sync";
  return checkpoint.projectionId === projectionId ? "live" : "reprojecting";
};

/** What health rests on, beside what only the leader knows. */
export const healthInputOf = (
  status: SyncStatus,
  checkpoint: Checkpoint,
  viewObstructed: boolean,
): Observation["health"] => {
  const { realTime, lastFullSync, leader, breakers, unitShare, oplog } = status;
  return {
    realTime,
    realTimeStop: checkpoint.realTimeStop,
    lagMs: realTime.lagMs,
    openFailures: checkpoint.openFailures,
    failureCounts: checkpoint.failureCounts,
    quarantined: [],
    hasLeader: leader.epoch !== null && leader.instanceId !== null,
    leaderSilent: leader.observedAt === null,
    gapOpen: isGapOpen(checkpoint),
    initialised: checkpoint.initialised,
    needsConfirmation:
      lastFullSync?.error?.code === "needs_confirmation"
        ? { runId: lastFullSync.id, reason: lastFullSync.error.message }
        : null,
    driftCorrected: checkpoint.driftCorrected - checkpoint.driftSettled,
    ledgerAhead: checkpoint.aheadCorrected - checkpoint.aheadSettled,
    viewObstructed,
    breakers,
    unitShare,
    oplog,
  };
};
