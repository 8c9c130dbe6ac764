import { type Checkpoint, isGapOpen } from "../domain/sync/checkpoint.ts";
import { emptyCounts, type Run, type RunKind, type RunTrigger } from "../domain/sync/run.ts";
import { AppError } from "./errors.ts";
import type { RunStore } from "./ports/run-store.ts";
import { type RetryPorts, retryTransient } from "./retry-transient.ts";
import { type FullSyncEnd, type FullSyncPorts, runFullSync } from "./run-full-sync.ts";
import { createRunTracker, type TrackerPorts } from "./run-tracker.ts";
import { untilDone } from "./until-done.ts";

export type FullSyncOrder = {
  readonly kind: Extract<RunKind, "initial" | "full">;
  readonly trigger: RunTrigger;
  readonly actor: string;
  readonly dryRun: boolean;
  /** The run whose retractions a person has confirmed. */
  readonly confirms: Run | null;
};

export type FullSyncsPorts = Omit<FullSyncPorts, "tracker"> &
  Pick<TrackerPorts, "onCorrected" | keyof RetryPorts> & {
    readonly runs: RunStore;
    readonly projectionId: string;
    readonly checkpoint: () => Checkpoint;
    readonly onEnd: (run: Run) => Promise<void>;
    readonly onError: (error: unknown) => void;
  };

/** The full syncs of one leader: one at a time, each recorded from its first moment to its end. */
export type FullSyncs = {
  /** `run_active` while another runs. */
  start(order: FullSyncOrder): Promise<Run>;
  /** Goes on with the run that the previous leader left, if it works for the same projection. */
  resume(): Promise<Run | null>;
  cancel(id: string): Promise<void>;
  active(): Run | null;
  /** Resolves when none is active. */
  settled(): Promise<void>;
};

export const createFullSyncs = (ports: FullSyncsPorts, abandon: AbortSignal): FullSyncs => {
  let active: Active | null = null;

  /** `record` writes the run down before its work begins. */
  const begin = (run: Run, record: () => Promise<void>): Promise<void> => {
    const begun: Active = { run, cancel: new AbortController(), done: Promise.withResolvers() };
    active = begun;
    const recorded = record();
    void recorded
      .then(
        () => carryOut(begun),
        (error: unknown) => writeOff(begun, error),
      )
      .catch((error: unknown) => {
        if (!abandon.aborted) ports.onError(error);
      })
      .finally(() => {
        active = null;
        begun.done.resolve();
      });
    return recorded;
  };

  const carryOut = async (begun: Active): Promise<void> => {
    const onChange = (run: Run): void => {
      begun.run = run;
    };
    const { cancel } = begun;
    const tracker = createRunTracker({ ...ports, onChange }, begun.run, abandon);
    const signal = AbortSignal.any([cancel.signal, abandon]);
    const end = await runFullSync({ ...ports, tracker }, signal).catch((error: unknown) => error);
    // Without the right to write, the run stays as it is for the next leader.
    if (abandon.aborted) return;
    const over = { ...tracker.run(), ...ending(end, cancel.signal.aborted), endedAt: ports.clock.now() };
    await untilDone(ports, () => ports.runs.save(over, ports.epoch, abandon), abandon);
    await untilDone(ports, () => ports.onEnd(over), abandon);
  };

  /** A run that could not be recorded may have been, its reply lost: nobody must take it for running. */
  const writeOff = async (begun: Active, error: unknown): Promise<void> => {
    const over = { ...begun.run, ...ending(error, false), endedAt: ports.clock.now() };
    begun.run = over;
    await untilDone(ports, () => ports.runs.save(over, ports.epoch, abandon), abandon);
  };

  return {
    start: async (order) => {
      if (active !== null) throw runActive(active.run);
      const run = newRun(order, ports);
      await begin(run, () => retryTransient(ports, () => ports.runs.create(run, ports.epoch, abandon), abandon));
      return run;
    },
    resume: async () => {
      let resumed: Run | null = null;
      for (const run of await ports.runs.unfinished(abandon)) {
        if (resumed === null && isResumable(run, ports)) resumed = run;
        else await ports.runs.save(superseded(run, ports.clock.now()), ports.epoch, abandon);
      }
      if (resumed !== null) await begin(resumed, () => Promise.resolve());
      return resumed;
    },
    cancel: async (id) => {
      if (active?.run.id !== id) return;
      active.cancel.abort(new AppError("cancelled", "The run was cancelled."));
      await active.done.promise;
    },
    active: () => active?.run ?? null,
    settled: async () => active?.done.promise,
  };
};

const isResumable = (run: Run, { projectionId, checkpoint }: FullSyncsPorts): boolean =>
  run.projectionId === projectionId && run.reading === checkpoint().reading;

type Active = { run: Run; readonly cancel: AbortController; readonly done: PromiseWithResolvers<void> };

const runActive = (run: Run): AppError =>
  new AppError("run_active", `A full sync is running: ${run.id}.`, { details: [{ pointer: "", message: run.id }] });

const newRun = (order: FullSyncOrder, ports: FullSyncsPorts): Run => {
  const now = ports.clock.now();
  const { kind, trigger, actor, dryRun, confirms } = order;
  const { reading } = ports.checkpoint();
  const phase = confirms !== null && hasFirstPass(confirms, reading, ports.projectionId) ? "count" : "properties";
  return {
    id: ports.newToken(),
    kind,
    trigger,
    actor,
    state: "running",
    projectionId: ports.projectionId,
    dryRun,
    confirmed: confirms !== null,
    reading,
    progress: { phase, after: null, processed: 0, total: null },
    counts: emptyCounts,
    drift: [],
    orphansCounted: phase === "properties",
    startedAt: now,
    endedAt: null,
    createdAt: now,
    error: null,
    resumedFrom: confirms?.id ?? null,
  };
};

/** What is confirmed is the second pass; the first counts as made where that run has written it, for what is asked now. */
const hasFirstPass = (confirmed: Run, reading: number, projectionId: string): boolean =>
  !confirmed.dryRun && confirmed.reading === reading && confirmed.projectionId === projectionId;

type Ending = Pick<Run, "state" | "error">;

const ending = (end: FullSyncEnd | unknown, wasCancelled: boolean): Ending => {
  if (isEnd(end)) {
    if (end.kind === "succeeded") return { state: "succeeded", error: null };
    return { state: "failed", error: { code: "needs_confirmation", message: end.reason } };
  }
  if (wasCancelled) return { state: "cancelled", error: null };
  const code = end instanceof AppError ? end.code : "internal";
  return { state: "failed", error: { code, message: end instanceof Error ? end.message : String(end) } };
};

const isEnd = (end: unknown): end is FullSyncEnd => typeof end === "object" && end !== null && "kind" in end;

const superseded = (run: Run, now: number): Run => ({
  ...run,
  state: "failed",
  error: { code: "superseded", message: "Another full sync took its place." },
  endedAt: now,
});

/** Everything that the stream's present reading does not show, the run has shown. */
export const provesCoverage = (run: Run, checkpoint: Checkpoint): boolean => {
  const isBrokenOff = checkpoint.position === null && isGapOpen(checkpoint);
  return run.state === "succeeded" && !run.dryRun && run.reading === checkpoint.reading && !isBrokenOff;
};
