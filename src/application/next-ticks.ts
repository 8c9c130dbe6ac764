import type { Schedule, SchedulesState } from "../domain/schedule/schedule.ts";
import type { Scheduler } from "./ports/scheduler.ts";

/** Whether any tick counts: configuration, the operator's pause, the schedule's own switch. */
export type Planning = { readonly isAllowed: boolean; readonly state: SchedulesState };

/** When a schedule will run next; none while it is switched off, paused, forbidden, or its stored line is not understood. */
export const nextTicks = (
  scheduler: Scheduler,
  schedule: Schedule,
  { isAllowed, state, now, count }: Planning & { readonly now: number; readonly count: number },
): readonly number[] => {
  if (!isAllowed || state.isPaused || !schedule.enabled) return [];
  return scheduler.nextTicks(schedule, now, count);
};
