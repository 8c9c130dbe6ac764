import type { Run } from "../domain/sync/run.ts";
import type { SyncStatus } from "../domain/sync/sync-status.ts";
import type { Caller } from "./caller.ts";
import { type DecidePorts, decideSchedule, triggerSchedule } from "./decide-schedule.ts";
import { AppError } from "./errors.ts";
import { nextTicks } from "./next-ticks.ts";
import { type KnownSchedules, readSchedules, scheduledOf } from "./read-scheduled.ts";
import { retryTransient } from "./retry-transient.ts";
import type { SchedulesGate } from "./schedules-forbidden.ts";

/** Looked at least this often: clocks are set, and other instances edit schedules. Unit: ms. */
const lookEveryMs = 15_000;
/** The same while a scheduled run is under way, whose end is to be counted soon. */
const lookAtRunEveryMs = 1_000;

/** Timers may fire a little early. Unit: ms. */
const pauseMinMs = 1;

export type ScheduleKeeperPorts = DecidePorts & SchedulesGate & { readonly onError: (error: unknown) => void };

/** Lets one leader's schedules run, each planned tick once. */
export type ScheduleKeeper = {
  start(): void;
  /** Resolves when no tick is decided any more. Runs go on. */
  stop(): Promise<void>;
  /** As they were at the last look. */
  scheduled(): SyncStatus["scheduled"];
  /** Looks again at once. Resolves when what is stored is known. */
  refresh(): Promise<void>;
  /** Begins a run now, whatever its line says. Rejects as `StartScheduled` does. */
  trigger(name: string, caller: Caller): Promise<Run>;
};

export const createScheduleKeeper = (
  ports: ScheduleKeeperPorts,
  stored: KnownSchedules,
  abandon: AbortSignal,
): ScheduleKeeper => {
  let known = stored;
  const tell = createTelling(ports);
  let running: { readonly stop: AbortController; readonly done: Promise<void> } | null = null;
  let wake = new AbortController();
  // One after the other: what one has written the next has to read.
  let last: Promise<unknown> = Promise.resolve();
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const done = last.then(work);
    last = done.catch(() => undefined);
    return done;
  };

  const read = async (): Promise<KnownSchedules> => {
    known = await retryTransient(ports, () => readSchedules(ports.schedules, abandon), abandon);
    return known;
  };

  const look = async (stop: AbortSignal): Promise<void> => {
    const { schedules, state } = await read();
    for (const seen of schedules) {
      if (stop.aborted) return;
      // One that cannot be decided does not hold the others up; it is looked at again next time.
      await decideSchedule(ports, seen, state, abandon).catch((error: unknown) => {
        if (!abandon.aborted) ports.onError(error);
      });
    }
    await read();
  };

  const keepLooking = async (stop: AbortSignal): Promise<void> => {
    while (!stop.aborted) {
      wake = new AbortController();
      await inTurn(() => look(stop)).catch((error: unknown) => {
        if (!stop.aborted) ports.onError(error);
      });
      const pauseMs = pauseOf(ports, known);
      await ports.clock.sleep(pauseMs, AbortSignal.any([stop, wake.signal])).catch(() => undefined);
    }
  };

  return {
    start: () => {
      if (running !== null) return;
      const stop = new AbortController();
      running = { stop, done: keepLooking(AbortSignal.any([stop.signal, abandon])) };
    },
    stop: async () => {
      running?.stop.abort();
      await running?.done;
      running = null;
    },
    scheduled: () => tell(known),
    refresh: async () => {
      await inTurn(read);
      wake.abort();
    },
    trigger: (name, caller) =>
      inTurn(async () => {
        const schedule = (await read()).schedules.find((stored) => stored.name === name);
        if (schedule === undefined) throw new AppError("not_found", `There is no schedule ${name}.`);
        const run = await triggerSchedule(ports, schedule, caller, abandon);
        await read();
        // Its end is looked for soon.
        wake.abort();
        return run;
      }),
  };
};

/** Asked for twice a second: what comes next is worked out anew only when it may be another. */
const createTelling = (ports: ScheduleKeeperPorts): ((known: KnownSchedules) => SyncStatus["scheduled"]) => {
  let told: { of: KnownSchedules; at: number; scheduled: SyncStatus["scheduled"] } | null = null;
  return (known) => {
    const now = ports.clock.now();
    if (told?.of !== known || now < told.at || now >= (told.scheduled.nextRunAt ?? Number.POSITIVE_INFINITY))
      told = { of: known, at: now, scheduled: scheduledOf(known, ports, ports) };
    return told.scheduled;
  };
};

/** Until the next tick, no longer than a look may be away. */
const pauseOf = (
  { scheduler, clock, isAllowed }: ScheduleKeeperPorts,
  { schedules, state }: KnownSchedules,
): number => {
  const lookMs = schedules.some(({ activeRunId }) => activeRunId !== null) ? lookAtRunEveryMs : lookEveryMs;
  const now = clock.now();
  const next = schedules.flatMap((schedule) => nextTicks(scheduler, schedule, { isAllowed, state, now, count: 1 }));
  return Math.max(pauseMinMs, Math.min(lookMs, ...next.map((tick) => tick - now)));
};
