import type { CronLine, Schedule } from "./schedule.ts";

/** A schedule and what follows from it at this moment. */
export type ScheduleView = {
  readonly schedule: Schedule;
  /** Empty while it will not run. */
  readonly nextRuns: readonly number[];
  readonly humanReadable: string;
};

export type SchedulePreview = CronLine & {
  readonly humanReadable: string;
  readonly nextRuns: readonly number[];
  /** What clock changes do to it. */
  readonly notes: readonly string[];
};
