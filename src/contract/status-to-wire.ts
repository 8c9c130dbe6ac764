import type { SyncStatus } from "../domain/sync/sync-status.ts";
import { realTimeToWire } from "./real-time-to-wire.ts";
import { runProgressToWire } from "./run-to-wire.ts";
import { scheduledToWire } from "./scheduled-to-wire.ts";
import type { WireStatus } from "./status.ts";
import { optionalTimeToWire } from "./time.ts";
import { totalsOf } from "./totals-of.ts";
import { verificationToWire } from "./verification-to-wire.ts";

/** The status as an answer says it at `now`, milliseconds since the epoch. */
export const statusToWire = (status: SyncStatus, now: number): WireStatus => ({
  realTime: realTimeToWire(status.realTime),
  scheduled: scheduledToWire(status.scheduled),
  stats: totalsOf(status),
  fullSync: fullSyncToWire(status.activeRun, now),
  failures: { open: status.openFailures },
  breakers: { ...status.breakers },
  unitShare: status.unitShare,
  verification: verificationToWire(status.verification),
  leader: leaderToWire(status.leader, now),
});

const fullSyncToWire = (activeRun: SyncStatus["activeRun"], now: number): WireStatus["fullSync"] => ({
  inProgress: activeRun !== null,
  runId: activeRun?.id ?? null,
  progress: activeRun === null ? null : runProgressToWire(activeRun, now),
});

const leaderToWire = (leader: SyncStatus["leader"], now: number): WireStatus["leader"] => ({
  isLeader: leader.isLeader,
  epoch: leader.epoch === null ? null : Number(leader.epoch),
  instanceId: leader.instanceId,
  observedAt: optionalTimeToWire(leader.observedAt),
  ageMs: leader.observedAt === null ? null : Math.max(0, Math.round(now - leader.observedAt)),
});
