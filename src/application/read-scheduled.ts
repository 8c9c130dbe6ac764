import { never } from "./caller.ts";
import { nextTicks } from "./next-ticks.ts";
import type { Pipeline } from "./pipeline.ts";
import type { KnownSchedules } from "./schedule-keeper.ts";
import { schedulesForbiddenBy } from "./schedules-forbidden.ts";
import type { SyncStatus } from "./sync-status.ts";

/** What runs by itself, and when. The leader knows it, also when its database does not answer; others read what is stored. */
export const readScheduled = async (pipeline: Pipeline): Promise<SyncStatus["scheduled"]> => {
  const { scheduler, clock } = pipeline.ports;
  const { schedules, state } = pipeline.term()?.schedules.known() ?? (await storedSchedules(pipeline));
  const isAllowed = schedulesForbiddenBy(pipeline.options) === null;
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

const storedSchedules = async ({ ports }: Pipeline): Promise<KnownSchedules> => ({
  schedules: await ports.schedules.list(never),
  state: await ports.schedules.state(never),
});
