import type { CronLine } from "../domain/schedule/schedule.ts";
import type { SchedulePreview } from "../domain/schedule/schedule-view.ts";
import { AppError } from "./errors.ts";
import type { Pipeline } from "./pipeline.ts";

/** How many runs to come a preview shows. */
const nextRunsShown = 5;

/** What a line would do. `validation` where it is not sound. */
export const schedulePreview = (pipeline: Pipeline, line: CronLine): SchedulePreview => {
  requireSoundLine(pipeline, line);
  const { scheduler, clock } = pipeline.ports;
  const now = clock.now();
  return {
    cronExpression: line.cronExpression,
    timezone: line.timezone,
    humanReadable: scheduler.inWords(line),
    nextRuns: scheduler.nextTicks(line, now, nextRunsShown),
    notes: scheduler.clockChangeNotes(line, now),
  };
};

/** Throws `validation` with the calculator's own reason. */
export const requireSoundLine = ({ ports }: Pipeline, line: CronLine): void => {
  const refusal = ports.scheduler.refusal(line, ports.clock.now());
  if (refusal === null) return;
  const { field, reason } = refusal;
  throw new AppError("validation", `${field}: ${reason}`, { details: [{ pointer: `/${field}`, message: reason }] });
};
