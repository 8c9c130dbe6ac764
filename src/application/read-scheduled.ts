import type { Schedule, SchedulesState } from "../domain/schedule/schedule.ts";
import type { SyncStatus } from "../domain/sync/sync-status.ts";
import { answerInTime } from "./answer-in-time.ts";
import { nextTicks } from "./next-ticks.ts";
import type { Clock } from "./ports/clock.ts";
import type { ScheduleStore } from "./ports/schedule-store.ts";
import type { Scheduler } from "./ports/scheduler.ts";
import { type SchedulesGate, schedulesForbiddenBy } from "./schedules-forbidden.ts";

export type KnownSchedules = { readonly schedules: readonly Schedule[]; readonly state: SchedulesState };

export type ScheduledPorts = { readonly scheduler: Scheduler; readonly clock: Clock };

/** What runs by itself, and when. */
export const scheduledOf = (
  { schedules, state }: KnownSchedules,
  gate: SchedulesGate,
  { scheduler, clock }: ScheduledPorts,
): SyncStatus["scheduled"] => {
  const isAllowed = schedulesForbiddenBy(gate) === null;
  const planning = { isAllowed, state, now: clock.now(), count: 1 };
  const next = schedules.flatMap((schedule) => nextTicks(scheduler, schedule, planning));
  return {
    isRunning: isAllowed && !state.isPaused,
    isPaused: state.isPaused,
    totalSchedules: schedules.length,
    enabledSchedules: schedules.filter(({ enabled }) => enabled).length,
    nextRunAt: next.length === 0 ? null : Math.min(...next),
  };
};

/** The same from what is stored. */
export const readScheduled = async (
  ports: ScheduledPorts & { readonly schedules: ScheduleStore },
  gate: SchedulesGate,
): Promise<SyncStatus["scheduled"]> =>
  scheduledOf(await answerInTime(ports, (signal) => readSchedules(ports.schedules, signal)), gate, ports);

export const readSchedules = async (schedules: ScheduleStore, signal: AbortSignal): Promise<KnownSchedules> => ({
  schedules: await schedules.list(signal),
  state: await schedules.state(signal),
});
