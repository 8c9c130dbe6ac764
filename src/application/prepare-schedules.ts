import { defaultSchedules } from "../domain/schedule/default-schedules.ts";
import { newSchedule } from "../domain/schedule/schedule.ts";
import type { PipelineOptions, PipelinePorts } from "./pipeline-ports.ts";

/** Sets up the defaults at the first start of all, and never again. */
export const prepareSchedules = (
  { schedules, clock }: PipelinePorts,
  { scheduleTimezone }: PipelineOptions,
  signal: AbortSignal,
): Promise<void> => {
  const now = clock.now();
  const defaults = defaultSchedules(scheduleTimezone).map((definition) => newSchedule(definition, now));
  return schedules.prepare(defaults, signal);
};
