import type { WireScheduled } from "../../contract/status.ts";
import { optionalTimeToWire } from "../../contract/time.ts";
import type { SyncStatus } from "./sync-status.ts";

/** What runs by itself, as an answer says it. */
export const scheduledToWire = (scheduled: SyncStatus["scheduled"]): WireScheduled => ({
  isRunning: scheduled.isRunning,
  totalSchedules: scheduled.totalSchedules,
  enabledSchedules: scheduled.enabledSchedules,
  nextRun: optionalTimeToWire(scheduled.nextRunAt),
  isPaused: scheduled.isPaused,
});
