import type { SyncStatus } from "../domain/sync/sync-status.ts";
import type { WireScheduled } from "./status.ts";
import { optionalTimeToWire } from "./time.ts";

/** What runs by itself, as an answer says it. */
export const scheduledToWire = (scheduled: SyncStatus["scheduled"]): WireScheduled => ({
  isRunning: scheduled.isRunning,
  totalSchedules: scheduled.totalSchedules,
  enabledSchedules: scheduled.enabledSchedules,
  nextRun: optionalTimeToWire(scheduled.nextRunAt),
  isPaused: scheduled.isPaused,
});
