import { dueTick } from "../domain/schedule/due-tick.ts";
import { begun, ended, historyOf, lost, skipped } from "../domain/schedule/history.ts";
import type { Schedule, SchedulesState } from "../domain/schedule/schedule.ts";
import { isOver, type Run } from "../domain/sync/run.ts";
import { spanAttributes, spanNames } from "../domain/sync/spans.ts";
import { newsOfRun } from "../domain/sync/sync-event.ts";
import type { Announcer } from "./announcer.ts";
import type { Caller } from "./caller.ts";
import { AppError } from "./errors.ts";
import { type NewRunPorts, newRun } from "./new-run.ts";
import type { Log } from "./ports/log.ts";
import type { RunStore } from "./ports/run-store.ts";
import type { ScheduleNews, ScheduleStore } from "./ports/schedule-store.ts";
import type { Scheduler } from "./ports/scheduler.ts";
import { type RetryPorts, retryTransient } from "./retry-transient.ts";
import type { RunSlot } from "./run-slot.ts";
import type { ScheduledOrder, StartsScheduled } from "./scheduled-run.ts";
import { inSpan } from "./tracing/in-span.ts";

export type DecidePorts = RetryPorts &
  NewRunPorts & {
    readonly schedules: ScheduleStore;
    readonly scheduler: Scheduler;
    readonly runs: RunStore;
    readonly log: Log;
    readonly epoch: bigint;
    /** False = configuration forbids it: ticks pass without a run. */
    readonly isAllowed: boolean;
    readonly starts: StartsScheduled;
    readonly slots: readonly Pick<RunSlot, "active">[];
    readonly announcer: Announcer;
  };

/**
 * Counts the end of the schedule's last run, then runs the tick that is due. A crash between the run's record and the
 * schedule's is harmless: the tick is found due again, and its run, which is unique, there already.
 */
export const decideSchedule = async (
  ports: DecidePorts,
  seen: Schedule,
  state: SchedulesState,
  signal: AbortSignal,
): Promise<void> => {
  const schedule = await withEndCounted(ports, seen, signal);
  const { scheduler, clock } = ports;
  const newestTick = (after: number, through: number) => scheduler.newestTick(schedule, after, through);
  const now = clock.now();
  const due = dueTick(schedule, state, now, newestTick);
  switch (due.kind) {
    case "nothing":
      return;
    case "clock_went_back":
      return record(ports, schedule, { decidedThrough: now }, signal);
    case "tick":
      if (!ports.isAllowed) return record(ports, schedule, { decidedThrough: due.plannedAt }, signal);
      if (due.missed) ports.log.warn("a missed tick is caught up", factsOf(schedule, due.plannedAt));
      return inSpan(tickSpanOf(schedule, due), () => runTick(ports, schedule, due.plannedAt, signal));
  }
};

/** Begins a run now. `run_active` also while the schedule's own last run, of whatever kind, goes on. */
export const triggerSchedule = async (
  ports: DecidePorts,
  seen: Schedule,
  { actor, commandId: id }: Caller,
  signal: AbortSignal,
): Promise<Run> => {
  const schedule = await withEndCounted(ports, seen, signal);
  const before = id === undefined ? null : await ports.runs.get(id, signal);
  if (before !== null && schedule.lastRunAt === before.startedAt) return before;
  if (schedule.activeRunId !== null) throw overlap(schedule.activeRunId);
  const { name, kind } = schedule;
  const order = { id, trigger: "api", actor, kind, schedule: { name, plannedAt: null } } as const;
  const run = before ?? (await ports.starts[order.kind](order));
  await record(ports, schedule, { history: begun(historyOf(schedule), run) }, signal);
  ports.announcer.tell({ type: "schedule", data: { change: "fired", name, runId: run.id, reason: null } });
  return run;
};

/** The schedule as it is once the end of its last run is counted, where that has come. */
const withEndCounted = async (ports: DecidePorts, schedule: Schedule, signal: AbortSignal): Promise<Schedule> => {
  const { activeRunId } = schedule;
  if (activeRunId === null || ports.slots.some((slot) => slot.active()?.id === activeRunId)) return schedule;
  const run = await retryTransient(ports, () => ports.runs.get(activeRunId, signal), signal);
  if (run !== null && !isOver(run)) return schedule;
  const history = run === null ? lost(historyOf(schedule)) : ended(historyOf(schedule), run);
  await record(ports, schedule, { history }, signal);
  return { ...schedule, ...history };
};

const runTick = async (
  ports: DecidePorts,
  schedule: Schedule,
  plannedAt: number,
  signal: AbortSignal,
): Promise<void> => {
  const { name, kind } = schedule;
  const order: ScheduledOrder = {
    kind,
    trigger: "schedule",
    actor: `schedule ${name}`,
    schedule: { name, plannedAt },
  };
  const run = await runOfTick(ports, schedule, order, signal);
  const isSkipped = run.state === "skipped";
  const before = historyOf(schedule);
  const history = isSkipped ? skipped(before, run.error?.message ?? "") : begun(before, run);
  await record(ports, schedule, { history, decidedThrough: plannedAt }, signal);
  const change = isSkipped ? "skipped" : "fired";
  const reason = isSkipped ? (run.error?.message ?? null) : null;
  ports.announcer.tell({ type: "schedule", data: { change, name, runId: run.id, reason } });
  const facts = { ...factsOf(schedule, plannedAt), kind, run: run.id };
  if (isSkipped) ports.log.warn("a scheduled run is skipped", { ...facts, reason: run.error?.message ?? null });
  else ports.log.info("a scheduled run begins", facts);
};

const tickSpanOf = (
  { kind }: Schedule,
  { plannedAt, missed }: { readonly plannedAt: number; readonly missed: boolean },
) => ({
  name: spanNames.tick,
  attributes: {
    [spanAttributes.scheduleKind]: kind,
    [spanAttributes.schedulePlannedAt]: new Date(plannedAt).toISOString(),
    [spanAttributes.scheduleMissed]: missed,
  },
});

/** The one run of this tick: begun now, skipped now, or there already. */
const runOfTick = async (
  ports: DecidePorts,
  { activeRunId }: Schedule,
  order: ScheduledOrder,
  signal: AbortSignal,
): Promise<Run> => {
  try {
    if (activeRunId !== null) throw overlap(activeRunId);
    return await ports.starts[order.kind](order);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    if (error.code === "conflict") return takenBy(ports, error, signal);
    if (error.code !== "run_active") throw error;
    return recordSkipped(ports, order, error, signal);
  }
};

const recordSkipped = async (
  ports: DecidePorts,
  order: ScheduledOrder,
  { code, message }: AppError,
  signal: AbortSignal,
): Promise<Run> => {
  const { createdAt, ...run } = newRun(order, ports);
  const skippedRun: Run = {
    ...run,
    createdAt,
    state: "skipped",
    startedAt: null,
    endedAt: createdAt,
    error: { code, message },
  };
  const created = await retryTransient(ports, () => ports.runs.create(skippedRun, ports.epoch, signal), signal);
  if (created.kind === "created") ports.announcer.tell(newsOfRun(skippedRun));
  return created.kind === "created" ? skippedRun : existing(ports, created.runId, signal);
};

/** `conflict` names the run in its first detail. */
const takenBy = (ports: DecidePorts, { details: [first] }: AppError, signal: AbortSignal): Promise<Run> =>
  existing(ports, first?.message ?? "", signal);

const existing = async (ports: DecidePorts, id: string, signal: AbortSignal): Promise<Run> => {
  const run = await retryTransient(ports, () => ports.runs.get(id, signal), signal);
  if (run === null) throw new AppError("internal", `Run ${id}, which stands for a tick, is not there.`);
  return run;
};

const record = (
  { schedules, epoch, ...ports }: DecidePorts,
  schedule: Schedule,
  news: Partial<ScheduleNews>,
  signal: AbortSignal,
): Promise<void> => {
  const whole = { decidedThrough: schedule.decidedThrough, history: historyOf(schedule), ...news };
  return retryTransient(ports, () => schedules.record(schedule, epoch, whole, signal), signal);
};

const overlap = (runId: string): AppError =>
  new AppError("run_active", `Run ${runId}, which the schedule began before, is still active.`, {
    details: [{ pointer: "", message: runId }],
  });

const factsOf = ({ name }: Schedule, plannedAt: number) => ({
  schedule: name,
  plannedAt: new Date(plannedAt).toISOString(),
});
