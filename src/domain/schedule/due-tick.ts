import type { Schedule, SchedulesState } from "./schedule.ts";

/** What a look at a schedule finds. */
export type Due =
  | { readonly kind: "nothing" }
  /** One run for the newest tick, also when it stands for several that were missed. */
  | { readonly kind: "tick"; readonly plannedAt: number; readonly missed: boolean }
  /** The clock has been set back behind what was decided: ticks count from now on. */
  | { readonly kind: "clock_went_back" };

/** A tick that is decided later than this has been missed and is caught up. Unit: ms. */
export const missedAfterMs = 60_000;

/**
 * Which tick is to be run now. `newestTick` gives the newest one after its first argument and not after its second.
 * Ticks of a time when the schedule was switched off or everything was paused were never planned.
 */
export const dueTick = (
  schedule: Pick<Schedule, "enabled" | "decidedThrough">,
  state: SchedulesState,
  now: number,
  newestTick: (after: number, through: number) => number | null,
): Due => {
  if (!schedule.enabled || state.isPaused) return { kind: "nothing" };
  if (schedule.decidedThrough > now) return { kind: "clock_went_back" };
  const plannedAt = newestTick(Math.max(schedule.decidedThrough, state.resumedAt), now);
  return plannedAt === null
    ? { kind: "nothing" }
    : { kind: "tick", plannedAt, missed: now - plannedAt > missedAfterMs };
};
