import type { Schedule, ScheduleDefinition, ScheduleHistory, SchedulesState } from "../../domain/schedule/schedule.ts";

/** A schedule as it is to be, or why it stays. */
export type ScheduleChange =
  | { readonly kind: "changed"; readonly schedule: Schedule }
  | { readonly kind: "missing" }
  /** Another revision than the expected one is there. */
  | { readonly kind: "outdated" };

/** What the leader's decision over a tick, or a run's end, changes. */
export type ScheduleNews = { readonly decidedThrough: number; readonly history: ScheduleHistory };

/** Schedules: what people say of them and what became of them, two things that do not overwrite each other. */
export type ScheduleStore = {
  /** Inserts these unless it has been done before in this database's life, whatever became of them since. Idempotent. */
  prepare(defaults: readonly Schedule[], signal: AbortSignal): Promise<void>;
  /** By name. */
  list(signal: AbortSignal): Promise<readonly Schedule[]>;
  get(name: string, signal: AbortSignal): Promise<Schedule | null>;
  /**
   * `exists` when there is one of this name: a second try after a lost reply may find its own first. `full` when there are `max`
   * or more others; never do two at the same time make more.
   */
  insert(schedule: Schedule, max: number, signal: AbortSignal): Promise<"inserted" | "exists" | "full">;
  /** Applies `change` to what is stored, keeping what the leader writes, when one of `revisions` is there; null = whichever is. */
  redefine(
    name: string,
    revisions: readonly number[] | null,
    change: { readonly definition: Partial<ScheduleDefinition>; readonly now: number },
    signal: AbortSignal,
  ): Promise<ScheduleChange>;
  /** Removed, missing or outdated, as `redefine`. */
  remove(
    name: string,
    revisions: readonly number[] | null,
    signal: AbortSignal,
  ): Promise<"removed" | "missing" | "outdated">;
  /**
   * The leader's part, fenced by epoch and by `createdAt`: one that was deleted and made anew does not get the other's news, and
   * one that is gone is no error. `decidedThrough` is moved only from the one that was seen: a new line counts from its own time.
   */
  record(
    seen: Pick<Schedule, "name" | "createdAt" | "decidedThrough">,
    epoch: bigint,
    news: ScheduleNews,
    signal: AbortSignal,
  ): Promise<void>;
  state(signal: AbortSignal): Promise<SchedulesState>;
  /** Idempotent. */
  setState(state: SchedulesState, signal: AbortSignal): Promise<void>;
};
