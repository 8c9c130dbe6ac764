import { averageDurationMs } from "../domain/schedule/schedule.ts";
import type { SchedulePreview, ScheduleView } from "../domain/schedule/schedule-view.ts";
import { entityTagOf } from "./entity-tag.ts";
import type { WireSchedule, WireSchedulePreview } from "./schedule.ts";
import { optionalTimeToWire, timeToWire } from "./time.ts";

/** A schedule as an answer says it. */
export const scheduleToWire = ({ schedule, nextRuns, humanReadable }: ScheduleView): WireSchedule => ({
  name: schedule.name,
  kind: schedule.kind,
  cronExpression: schedule.cronExpression,
  timezone: schedule.timezone,
  description: schedule.description,
  enabled: schedule.enabled,
  runCount: schedule.runCount,
  averageDuration: averageDurationMs(schedule),
  lastRun: optionalTimeToWire(schedule.lastRunAt),
  lastStatus: schedule.lastStatus,
  lastError: schedule.lastError,
  nextRun: optionalTimeToWire(nextRuns[0] ?? null),
  nextRuns: nextRuns.map(timeToWire),
  humanReadable,
  createdAt: timeToWire(schedule.createdAt),
  updatedAt: timeToWire(schedule.updatedAt),
  etag: entityTagOf(schedule.revision),
});

export const previewToWire = ({ nextRuns, notes, ...preview }: SchedulePreview): WireSchedulePreview => ({
  ...preview,
  nextRuns: nextRuns.map(timeToWire),
  notes: [...notes],
});
