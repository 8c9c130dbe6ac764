import type { Schedule, SchedulesState } from "../domain/schedule/schedule.ts";
import type { Run } from "../domain/sync/run.ts";
import { type DecidePorts, decideSchedule, triggerSchedule } from "./decide-schedule.ts";
import { AppError } from "./errors.ts";
import { nextTicks } from "./next-ticks.ts";
import { retryTransient } from "./retry-transient.ts";

/** Looked at least this often: clocks are set, and other instances edit schedules. Unit: ms. */
const lookEveryMs = 15_000;
/** The same while a scheduled run is under way, whose end is to be counted soon. */
const lookAtRunEveryMs = 1_000;

/** Timers may fire a little early. Unit: ms. */
const pauseMinMs = 1;

export type ScheduleKeeperPorts = DecidePorts & { readonly onError: (error: unknown) => void };

export type KnownSchedules = { readonly schedules: readonly Schedule[]; readonly state: SchedulesState };

/** Lets one leader's schedules run, each planned tick once. */
export type ScheduleKeeper = {
  start(): void;
  /** Resolves when no tick is decided any more. Runs go on. */
  stop(): Promise<void>;
  /** As they were at the last look; null before the first. */
  known(): KnownSchedules | null;
  /** Looks again at once. Resolves when what is stored is known. */
  refresh(): Promise<void>;
  /** Begins a run now, whatever its line says. Rejects as `StartScheduled` does. */
  trigger(name: string, actor: string): Promise<Run>;
};

export const createScheduleKeeper = (ports: ScheduleKeeperPorts, abandon: AbortSignal): ScheduleKeeper => {
  let known: KnownSchedules | null = null;
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
    const ask = async () => ({
      schedules: await ports.schedules.list(abandon),
      state: await ports.schedules.state(abandon),
    });
    known = await retryTransient(ports, ask, abandon);
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
    known: () => known,
    refresh: async () => {
      await inTurn(read);
      wake.abort();
    },
    trigger: (name, actor) =>
      inTurn(async () => {
        const schedule = (await read()).schedules.find((stored) => stored.name === name);
        if (schedule === undefined) throw new AppError("not_found", `There is no schedule ${name}.`);
        const run = await triggerSchedule(ports, schedule, actor, abandon);
        await read();
        // Its end is looked for soon.
        wake.abort();
        return run;
      }),
  };
};

/** Until the next tick, no longer than a look may be away. */
const pauseOf = ({ scheduler, clock, isAllowed }: ScheduleKeeperPorts, known: KnownSchedules | null): number => {
  if (known === null) return lookEveryMs;
  const { schedules, state } = known;
  const lookMs = schedules.some(({ activeRunId }) => activeRunId !== null) ? lookAtRunEveryMs : lookEveryMs;
  const now = clock.now();
  const next = schedules.flatMap((schedule) => nextTicks(scheduler, schedule, { isAllowed, state, now, count: 1 }));
  return Math.max(pauseMinMs, Math.min(lookMs, ...next.map((tick) => tick - now)));
};
