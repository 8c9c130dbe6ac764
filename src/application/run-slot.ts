import { isOver, type Run, type RunError } from "../domain/sync/run.ts";
import { AppError, describeError } from "./errors.ts";
import type { Log } from "./ports/log.ts";
import type { RunCreated, RunStore } from "./ports/run-store.ts";
import { retryTransient } from "./retry-transient.ts";
import { createRunTracker, type RunTracker, type TrackerPorts } from "./run-tracker.ts";
import { tellRun } from "./tell-run.ts";
import { beginRunSpan, type RunSpan } from "./tracing/run-span.ts";
import { untilDone } from "./until-done.ts";

/** The work of a run. What it returns is why it has failed; null = it has not. What it throws fails it too. */
export type RunWork = (tracker: RunTracker, signal: AbortSignal) => Promise<RunError | null>;

export type RunSlotPorts = Omit<TrackerPorts, "onChange"> & {
  readonly runs: RunStore;
  /** Called when the run is over and saved. Tried until it succeeds. */
  readonly onEnd: (run: Run) => Promise<void>;
  readonly onError: (error: unknown) => void;
  /** Called when a run begins here, goes on, and is over; absent = nobody asks. */
  readonly onRun?: (run: Run) => void;
  readonly log: Log;
};

/** Room for one kind of long work: one run at a time, recorded from its first moment to its end. */
export type RunSlot = {
  /**
   * Records the run, then begins its work; resolves with the run as it was recorded. `run_active` while another runs, `conflict`
   * when another run stands for its tick.
   */
  start(run: Run, work: RunWork): Promise<Run>;
  /** Goes on with a run that is recorded already. */
  resume(run: Run, work: RunWork): void;
  /** Resolves when it is over. Harmless when it is not active. */
  cancel(id: string): Promise<void>;
  active(): Run | null;
  /** Resolves when none is active. */
  settled(): Promise<void>;
  /**
   * Resolves when none is active that is over. Everybody can read that before the end is written down whole: whoever has waited
   * for it to begin the next run waits for that, too. Never to be awaited by `onEnd`.
   */
  cleared(): Promise<void>;
};

export type RecordedRunSlot = RunSlot & {
  /** Resolves when the active run is written down: true; false when it could not be, or none is active: then nothing runs. */
  recorded(): Promise<boolean>;
};

type Active = {
  run: Run;
  readonly work: RunWork;
  readonly recorded: Promise<void>;
  readonly cancel: AbortController;
  readonly done: PromiseWithResolvers<void>;
};

export const createRunSlot = (ports: RunSlotPorts, abandon: AbortSignal): RecordedRunSlot => {
  let active: Active | null = null;

  /** `recorded` resolves when the run is written down: its work begins then. */
  const begin = (order: Pick<Active, "run" | "work">, span: RunSpan, record: () => Promise<void>): Promise<void> =>
    span.within(() => {
      const recorded = record();
      const begun: Active = { ...order, cancel: new AbortController(), done: Promise.withResolvers(), recorded };
      active = begun;
      void recorded
        .then(
          () => carryOut(ports, begun, abandon),
          (error: unknown) => end(ports, begun, { ...begun.run, ...failedBy(error) }, abandon),
        )
        .catch((error: unknown) => abandon.aborted || ports.onError(error))
        .finally(() => {
          active = null;
          tellEnd(ports, begun, span);
        });
      return recorded;
    });

  return {
    start: async (run, work) => {
      if (active !== null) throw runActive(active.run);
      const span = beginRunSpan(run, false);
      const traced = withTrace(run, span);
      const create = () => ports.runs.create(traced, ports.epoch, abandon);
      await begin({ run: traced, work }, span, async () =>
        requireCreated(await retryTransient(ports, create, abandon)),
      );
      return traced;
    },
    resume: (run, work) => void begin({ run, work }, beginRunSpan(run, true), () => Promise.resolve()),
    cancel: async (id) => {
      if (active?.run.id !== id) return;
      active.cancel.abort(new AppError("cancelled", "The run was cancelled."));
      await active.done.promise;
    },
    active: () => active?.run ?? null,
    recorded: () => (active === null ? Promise.resolve(false) : hasSucceeded(active.recorded)),
    settled: async () => active?.done.promise,
    cleared: async () => {
      while (active !== null && isOver(active.run)) await active.done.promise;
    },
  };
};

const carryOut = async (ports: RunSlotPorts, begun: Active, abandon: AbortSignal): Promise<void> => {
  const onChange = (run: Run): void => {
    begun.run = run;
    ports.onRun?.(run);
  };
  ports.onRun?.(begun.run);
  const { cancel, work } = begun;
  const tracker = createRunTracker({ ...ports, onChange }, begun.run, abandon);
  const ending = await work(tracker, AbortSignal.any([cancel.signal, abandon])).then(endedWith, (error: unknown) =>
    cancel.signal.aborted ? cancelled : failedBy(error),
  );
  // Without the right to write, the run stays as it is for the next leader.
  if (abandon.aborted) return;
  const over = await end(ports, begun, { ...tracker.run(), ...ending }, abandon);
  await untilDone(ports, () => ports.onEnd(over), abandon);
};

/** Also for a run that could not be recorded: it may have been, its reply lost, and nobody must take it for running. */
const end = async (ports: RunSlotPorts, begun: Active, run: Run, abandon: AbortSignal): Promise<Run> => {
  const over = { ...run, endedAt: ports.clock.now() };
  begun.run = over;
  await untilDone(ports, () => ports.runs.save(over, ports.epoch, abandon), abandon);
  ports.onRun?.(over);
  return over;
};

const withTrace = (run: Run, { traceparent }: RunSpan): Run => (traceparent === null ? run : { ...run, traceparent });

const tellEnd = (ports: RunSlotPorts, { run, done }: Active, span: RunSpan): void => {
  span.end(run);
  tellRun(ports, run);
  done.resolve();
};

const hasSucceeded = (work: Promise<void>): Promise<boolean> =>
  work.then(
    () => true,
    () => false,
  );

type Ending = Pick<Run, "state" | "error">;

const cancelled: Ending = { state: "cancelled", error: null };

const failedBy = (error: unknown): Ending => ({ state: "failed", error: describeError(error) });

const endedWith = (error: RunError | null): Ending =>
  error === null ? { state: "succeeded", error: null } : { state: "failed", error };

const requireCreated = (created: RunCreated): void => {
  if (created.kind === "exists") throw tickTaken(created.runId);
};

/** Another run stands for the tick already; details[0].message is its id. */
const tickTaken = (runId: string): AppError =>
  new AppError("conflict", `Run ${runId} stands for this tick of the schedule already.`, {
    details: [{ pointer: "", message: runId }],
  });

const runActive = (run: Run): AppError =>
  new AppError("run_active", `Run ${run.id} (${run.kind}) is active; wait for its end, or cancel it.`, {
    details: [{ pointer: "", message: run.id }],
  });
