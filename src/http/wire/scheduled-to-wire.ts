import type { WireScheduled } from "../../contract/status.ts";

/** There are no schedules yet: none is enabled and none will run. */
export const scheduledToWire = (): WireScheduled => ({
  isRunning: false,
  totalSchedules: 0,
  enabledSchedules: 0,
  nextRun: null,
});
