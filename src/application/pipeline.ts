import type { Checkpoint } from "../domain/sync/checkpoint.ts";
import { AppError, describeError, isTransient } from "./errors.ts";
import { lead } from "./lead.ts";
import { beginTerm, type LeaderTerm } from "./leader-term.ts";
import type { PipelineOptions, PipelinePorts } from "./pipeline-ports.ts";
import { retryTransient } from "./retry-transient.ts";
import type { SyncError } from "./sync-status.ts";

/** Errors kept for `/stats`. */
const errorsKeptMax = 20;
/** How long a stop waits for what was read to be committed before it is left to the next start. Unit: ms. */
const drainMaxMs = 10_000;

/** One source, one accounting target, and whoever of the instances leads between them. */
export type Pipeline = {
  /** Makes the accounting database ready and begins to compete for the lease. Rejects when the database is not ours. */
  start(): Promise<void>;
  /** Commits what was read, saves the position, gives the lease back. */
  stop(): Promise<void>;
  /** The term this instance serves; null while another leads. */
  term(): LeaderTerm | null;
  /** The same, or `not_leader` for the caller to try again. */
  requireTerm(): LeaderTerm;
  checkpoint(): Promise<Checkpoint>;
  /** Newest first. */
  errors(): readonly SyncError[];
  readonly options: PipelineOptions;
  readonly ports: PipelinePorts;
};

export const createPipeline = (ports: PipelinePorts, options: PipelineOptions): Pipeline => {
  const stopping = new AbortController();
  const errors: SyncError[] = [];
  let term: LeaderTerm | null = null;
  let leading: Promise<void> = Promise.resolve();

  const onError = (error: unknown): void => {
    if (stopping.signal.aborted) return;
    errors.unshift({ at: ports.clock.now(), ...describeError(error) });
    errors.splice(errorsKeptMax);
    ports.log.error(isTransient(error) ? "waiting for a database" : "something went wrong", error);
  };

  const serve = async (epoch: bigint, abandon: AbortController): Promise<void> => {
    const { signal } = abandon;
    const current = await beginTerm({ ...ports, epoch, abandon, onError }, options);
    term = current;
    ports.log.info("leading", { epoch: String(epoch), instanceId: options.instanceId });
    try {
      await current.resumeRuns();
      if (options.syncEnabled && options.realTimeEnabled && mayFollow(current.checkpoint())) current.realTime.start();
      if (options.syncEnabled) current.retries.keepRetrying();
      await untilAborted(AbortSignal.any([stopping.signal, signal]));
      await drain(current, abandon);
    } finally {
      term = null;
      ports.log.info("no longer leading", { epoch: String(epoch) });
    }
  };

  /** A run is left where it is: the next leader resumes it. */
  const drain = async (current: LeaderTerm, abandon: AbortController): Promise<void> => {
    const over = new AbortController();
    const drained = current.realTime.stop();
    await Promise.race([drained, ports.clock.sleep(drainMaxMs, over.signal).catch(() => undefined)]);
    over.abort();
    abandon.abort(new AppError("cancelled", "The service is stopping."));
    await Promise.all(current.slots.map((slot) => slot.settled()));
  };

  return {
    options,
    ports,
    start: async () => {
      const retry = { ...ports, onWaiting: (error: unknown) => error === null || onError(error) };
      await retryTransient(retry, () => ports.sink.prepare(stopping.signal), stopping.signal);
      leading = lead({ ...ports, onError }, serve, stopping.signal);
    },
    stop: async () => {
      stopping.abort(new AppError("cancelled", "The service is stopping."));
      await leading;
    },
    term: () => term,
    requireTerm: () => {
      if (term === null)
        throw new AppError("not_leader", "No instance that may write has answered; try again in a moment.");
      return term;
    },
    checkpoint: () => (term === null ? ports.sink.checkpoint(stopping.signal) : Promise.resolve(term.checkpoint())),
    errors: () => errors,
  };
};

/** A stream that has paused itself goes on by an operator's word alone, whoever leads. */
const mayFollow = ({ realTimeWanted, massFailure }: Checkpoint): boolean => realTimeWanted && massFailure === null;

const untilAborted = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) return resolve();
    signal.addEventListener("abort", () => resolve(), { once: true });
  });
