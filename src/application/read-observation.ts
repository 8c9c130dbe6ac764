import type { Checkpoint } from "../domain/sync/checkpoint.ts";
import type { RealTimeState } from "../domain/sync/health.ts";
import type { SyncStatus } from "../domain/sync/sync-status.ts";
import { answerInTime } from "./answer-in-time.ts";
import { leaseTtlMs } from "./lead.ts";
import { observationOf } from "./leader-report.ts";
import { pausedBy } from "./mass-failure.ts";
import { healthInputOf, isWanted, type Observation, observe } from "./observe.ts";
import type { Pipeline } from "./pipeline.ts";
import type { ToldHolder } from "./ports/lease.ts";
import { readScheduled } from "./read-scheduled.ts";
import { verificationOf } from "./verification-watch.ts";

/** What is known here: by the leader itself, by what the leader last said, or by what is committed alone. */
export const readObservation = async (pipeline: Pipeline): Promise<Observation> => {
  const term = pipeline.term();
  if (term !== null) return observe(term, pipeline);
  const holder = await answerInTime(pipeline.ports, (signal) => pipeline.ports.lease.holder(signal));
  return toldBy(holder, pipeline) ?? committedOnly(holder, pipeline);
};

/** What a leader said longer ago than its lease can hold is not passed off as the present. */
const toldBy = (holder: ToldHolder | null, { ports }: Pipeline): Observation | null => {
  if (holder === null || holder.status === null || holder.status.ageMs > leaseTtlMs) return null;
  const told = observationOf(holder.status.text);
  if (told === null) return null;
  const { epoch, instanceId } = holder;
  const leader = { isLeader: false, epoch, instanceId, observedAt: ports.clock.now() - holder.status.ageMs };
  return { ...told, stats: { ...told.stats, status: { ...told.stats.status, leader } } };
};

const committedOnly = async (holder: ToldHolder | null, pipeline: Pipeline): Promise<Observation> => {
  const checkpoint = await answerInTime(pipeline.ports, pipeline.checkpoint);
  const latest = await answerInTime(pipeline.ports, pipeline.ports.checks.latest);
  const status: SyncStatus = {
    realTime: unknownRealTime(checkpoint, pipeline),
    scheduled: await readScheduled(pipeline.ports, pipeline.options),
    tally: checkpoint.tally,
    lastFullSync: null,
    lastSuccessfulFullSync: null,
    activeRun: null,
    openFailures: checkpoint.openFailures,
    breakers: pipeline.ports.breakers.states(),
    commits: Number(checkpoint.commitNo),
    driftCorrected: checkpoint.driftCorrected,
    oplog: null,
    unitShare: 1,
    verification: verificationOf(latest, null, pipeline.options.verifyRowsPerSecond),
    leader: {
      isLeader: false,
      epoch: holder?.epoch ?? null,
      instanceId: holder?.instanceId ?? null,
      observedAt: null,
    },
  };
  return {
    stats: {
      status,
      lag: null,
      eventsPerSecond: 0,
      byCollection: { payments: 0, properties: 0, owners: 0 },
      collections: { payments: unknownCollection, properties: unknownCollection, owners: unknownCollection },
      errors: pipeline.errors(),
    },
    health: healthInputOf(status, checkpoint, pipeline.viewObstructed()),
  };
};

const unknownCollection = { lastChangeAt: null, lagMs: null } as const;

/** No leader has said how it is: nothing runs that anybody could vouch for. */
const unknownRealTime = (checkpoint: Checkpoint, { options, ports }: Pipeline): SyncStatus["realTime"] => {
  const paused = pausedBy(checkpoint);
  const state: RealTimeState = isWanted(checkpoint, options) ? "starting" : "stopped";
  return {
    isRunning: false,
    wanted: isWanted(checkpoint, options),
    state: paused?.state ?? state,
    ...ports.feed.mode(),
    lagMs: null,
    lastSyncAt: null,
    position: checkpoint.position?.clusterTime ?? null,
    error: paused?.error ?? null,
  };
};
