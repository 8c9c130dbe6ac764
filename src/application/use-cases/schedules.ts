import {
  nameRefusal,
  newSchedule,
  type Schedule,
  type ScheduleDefinition,
  schedulesMax,
} from "../../domain/schedule/schedule.ts";
import type { SchedulePreview, ScheduleView } from "../../domain/schedule/schedule-view.ts";
import type { ScheduleNews, SyncEvent } from "../../domain/sync/sync-event.ts";
import type { SyncStatus } from "../../domain/sync/sync-status.ts";
import { type Caller, never } from "../caller.ts";
import { AppError } from "../errors.ts";
import { nextTicks } from "../next-ticks.ts";
import type { Pipeline } from "../pipeline.ts";
import type { ScheduleChange } from "../ports/schedule-store.ts";
import { readScheduled } from "../read-scheduled.ts";
import { requireSoundLine, schedulePreview } from "../schedule-preview.ts";
import { schedulesDisabled, schedulesForbiddenBy } from "../schedules-forbidden.ts";
import type { OrderedRun } from "./runs.ts";

/** What a person may say of a schedule; what is left out stays, or is the usual. */
export type ScheduleRequest = Partial<ScheduleDefinition>;

export type NewScheduleRequest = ScheduleRequest & Pick<ScheduleDefinition, "name" | "cronExpression">;

/** A schedule by its name. `revisions` null = whichever is there; `precondition_failed` when another one is. */
export type ScheduleTarget = { readonly name: string; readonly revisions: readonly number[] | null };

export type ScheduleUseCases = {
  /** By name. */
  schedules(): Promise<readonly ScheduleView[]>;
  schedule(name: string): Promise<ScheduleView>;
  /** `conflict` when the name is taken or there are too many; `validation` with the calculator's own reason. */
  createSchedule(caller: Caller, request: NewScheduleRequest): Promise<ScheduleView>;
  /** `disabled` for a switch-on that configuration forbids. */
  changeSchedule(caller: Caller, target: ScheduleTarget, change: ScheduleRequest): Promise<ScheduleView>;
  deleteSchedule(caller: Caller, target: ScheduleTarget): Promise<void>;
  /** Begins its run now. `run_active` while one of its kind runs. */
  triggerSchedule(caller: Caller, name: string): Promise<OrderedRun>;
  previewSchedule(line: { readonly cronExpression: string; readonly timezone: string | null }): SchedulePreview;
  /** Lets ticks count again from now on, or no more; each schedule's own `enabled` stays as it is. Harmless to repeat. */
  resumeSchedules(caller: Caller): Promise<SyncStatus["scheduled"]>;
  pauseSchedules(caller: Caller): Promise<SyncStatus["scheduled"]>;
};

export const createScheduleUseCases = (pipeline: Pipeline): ScheduleUseCases => {
  const { schedules } = pipeline.ports;
  return {
    schedules: async () => {
      const stored = await schedules.list(never);
      return viewsOf(pipeline, stored);
    },
    schedule: async (name) => {
      const stored = await schedules.get(name, never);
      if (stored === null) throw noSuchSchedule(name);
      return viewOf(pipeline, stored);
    },
    createSchedule: (_caller, request) => createSchedule(pipeline, request),
    changeSchedule: (_caller, target, change) => changeSchedule(pipeline, target, change),
    deleteSchedule: async (_caller, { name, revisions }) => {
      const outcome = await schedules.remove(name, revisions, never);
      if (outcome === "missing") throw noSuchSchedule(name);
      if (outcome === "outdated") throw changedMeanwhile(name);
      await tellOf(pipeline, "deleted", name);
    },
    triggerSchedule: async (caller, name) => {
      const term = pipeline.requireTerm();
      requireAllowed(pipeline);
      await Promise.all(term.slots.map((slot) => slot.cleared()));
      return await term.schedules.trigger(name, caller);
    },
    previewSchedule: ({ cronExpression, timezone }) =>
      schedulePreview(pipeline, { cronExpression, timezone: timezone ?? pipeline.options.scheduleTimezone }),
    resumeSchedules: async () => {
      requireAllowed(pipeline);
      return await setPaused(pipeline, false);
    },
    pauseSchedules: () => setPaused(pipeline, true),
  };
};

const createSchedule = async (pipeline: Pipeline, request: NewScheduleRequest): Promise<ScheduleView> => {
  const { ports, options } = pipeline;
  const definition: ScheduleDefinition = { ...usual, timezone: options.scheduleTimezone, ...request };
  const refusal = nameRefusal(definition.name);
  if (refusal !== null) throw invalid("name", refusal);
  requireSoundLine(pipeline, definition);
  const schedule = newSchedule(definition, ports.clock.now());
  const outcome = await ports.schedules.insert(schedule, schedulesMax, never);
  if (outcome === "full")
    throw new AppError("conflict", `There are ${schedulesMax} schedules already: delete one first.`);
  if (outcome === "exists")
    throw new AppError("conflict", `There is a schedule ${definition.name} already: change it with PUT.`);
  await tellOf(pipeline, "created", schedule.name);
  return viewOf(pipeline, schedule);
};

const usual = { kind: "full", description: "", enabled: true } as const;

const changeSchedule = async (
  pipeline: Pipeline,
  { name, revisions }: ScheduleTarget,
  change: ScheduleRequest,
): Promise<ScheduleView> => {
  const { schedules, clock } = pipeline.ports;
  const stored = await schedules.get(name, never);
  if (stored === null) throw noSuchSchedule(name);
  if (change.name !== undefined && change.name !== name)
    throw invalid("name", `Must be ${name}, as in the path: a schedule keeps its name.`);
  if (change.enabled === true && !stored.enabled) requireAllowed(pipeline);
  requireSoundLine(pipeline, { ...stored, ...change });
  const outcome = await schedules.redefine(name, revisions, { definition: change, now: clock.now() }, never);
  const changed = changedSchedule(name, outcome);
  await tellOf(pipeline, "changed", name);
  return viewOf(pipeline, changed);
};

const changedSchedule = (name: string, outcome: ScheduleChange): Schedule => {
  switch (outcome.kind) {
    case "changed":
      return outcome.schedule;
    case "missing":
      throw noSuchSchedule(name);
    case "outdated":
      throw changedMeanwhile(name);
  }
};

const setPaused = async (pipeline: Pipeline, isPaused: boolean): Promise<SyncStatus["scheduled"]> => {
  const { schedules, clock } = pipeline.ports;
  const state = await schedules.state(never);
  if (state.isPaused !== isPaused) {
    await schedules.setState({ isPaused, resumedAt: isPaused ? state.resumedAt : clock.now() }, never);
    pipeline.announcer.tell(newsOf(isPaused ? "paused" : "resumed", null));
  }
  await tellLeader(pipeline);
  return readScheduled(pipeline.ports, pipeline.options);
};

const newsOf = (change: ScheduleNews["change"], name: string | null): SyncEvent => ({
  type: "schedule",
  data: { change, name, runId: null, reason: null },
});

const tellOf = (pipeline: Pipeline, change: ScheduleNews["change"], name: string): Promise<void> => {
  pipeline.announcer.tell(newsOf(change, name));
  return tellLeader(pipeline);
};

/** Where this instance leads, what was stored counts from now on; another one sees it at its next look. */
const tellLeader = async (pipeline: Pipeline): Promise<void> => pipeline.term()?.schedules.refresh();

const requireAllowed = ({ options }: Pipeline): void => {
  const variable = schedulesForbiddenBy(options);
  if (variable !== null) throw schedulesDisabled(variable);
};

const viewOf = async (pipeline: Pipeline, schedule: Schedule): Promise<ScheduleView> => {
  const [view] = await viewsOf(pipeline, [schedule]);
  if (view === undefined) throw new AppError("internal", "a schedule has no view");
  return view;
};

/** How many runs to come a schedule shows. */
const nextRunsShown = 5;

const viewsOf = async (pipeline: Pipeline, stored: readonly Schedule[]): Promise<readonly ScheduleView[]> => {
  const { scheduler, schedules, clock } = pipeline.ports;
  const isAllowed = schedulesForbiddenBy(pipeline.options) === null;
  const planning = { isAllowed, state: await schedules.state(never), now: clock.now(), count: nextRunsShown };
  return stored.map((schedule) => ({
    schedule,
    nextRuns: nextTicks(scheduler, schedule, planning),
    humanReadable: scheduler.inWords(schedule),
  }));
};

const noSuchSchedule = (name: string): AppError => new AppError("not_found", `There is no schedule ${name}.`);

const changedMeanwhile = (name: string): AppError =>
  new AppError("precondition_failed", `Schedule ${name} was changed meanwhile: read it again, then repeat the change.`);

const invalid = (field: string, message: string): AppError =>
  new AppError("validation", `${field}: ${message}`, { details: [{ pointer: `/${field}`, message }] });
