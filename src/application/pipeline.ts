import type { Checkpoint } from "../domain/sync/checkpoint.ts";
import type { SyncError } from "../domain/sync/sync-status.ts";
import type { Announcer } from "./announcer.ts";
import { carryOutCommands } from "./carry-out-commands.ts";
import { AppError, describeError, isTransient } from "./errors.ts";
import type { EventTail } from "./event-tail.ts";
import { lead } from "./lead.ts";
import { type LeaderReport, leaderReportOf } from "./leader-report.ts";
import { beginTerm, type LeaderTerm } from "./leader-term.ts";
import { createLiveNews, type LiveNews } from "./live-news.ts";
import { observe } from "./observe.ts";
import type { PipelineOptions, PipelinePorts } from "./pipeline-ports.ts";
import type { Command } from "./ports/command-store.ts";
import { prepareSchedules } from "./prepare-schedules.ts";
import { retryTransient } from "./retry-transient.ts";
import { untilAborted } from "./until-aborted.ts";

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
  /** Says how the orders given to other instances are carried out in every term of this one. */
  carryOutCommands(carryOut: CarryOut): void;
  checkpoint(): Promise<Checkpoint>;
  /** A real collection stood where the view `propertyaccounts` belongs when this instance was started. */
  viewObstructed(): boolean;
  /** The newest events, for whoever follows them on this instance. */
  readonly tail: EventTail;
  readonly announcer: Announcer;
  /** Newest first. */
  errors(): readonly SyncError[];
  readonly options: PipelineOptions;
  readonly ports: PipelinePorts;
};

type CarryOut = (command: Command) => Promise<unknown>;

export const createPipeline = (ports: PipelinePorts, options: PipelineOptions): Pipeline => {
  const stopping = new AbortController();
  const errors: SyncError[] = [];
  let term: LeaderTerm | null = null;
  let leading: Promise<void> = Promise.resolve();
  let viewObstructed = false;
  let carryOut: CarryOut | null = null;

  const onError = (error: unknown): void => {
    if (!stopping.signal.aborted) remember(error, errors, ports);
  };

  const live = createLiveNews(ports, onError);
  const { tail, announcer } = live;

  const serve = async (epoch: bigint, abandon: AbortController): Promise<void> => {
    const { signal } = abandon;
    const current = await beginTerm({ ...ports, epoch, abandon, onError, announcer }, options);
    term = current;
    live.keepHistory({ epoch, errors: () => errors }, signal);
    ports.log.info("leading", { epoch: String(epoch), instanceId: options.instanceId });
    try {
      await beginWork(current, options);
      if (carryOut !== null) void carryOutCommands({ ...ports, epoch, onError }, carryOut, signal);
      await untilAborted(AbortSignal.any([stopping.signal, signal]));
      // Whoever has lost the lease speaks for nobody, also while its last requests hang.
      if (signal.aborted) term = null;
      if (signal.aborted) announcer.giveUp();
      await drain(current, abandon, { ...ports, ...live });
    } finally {
      term = null;
      ports.log.info("no longer leading", { epoch: String(epoch) });
    }
  };

  const pipeline: Pipeline = {
    options,
    ports,
    start: async () => {
      ({ viewObstructed } = await makeReady({ ...ports, onError }, options, stopping.signal));
      leading = lead({ ...ports, onError, report: () => reportOf(pipeline, live, onError) }, serve, stopping.signal);
    },
    stop: async () => {
      tail.close();
      stopping.abort(new AppError("cancelled", "The service is stopping."));
      await leading;
      await live.lastWords();
      live.close();
    },
    term: () => term,
    requireTerm: () => {
      if (term === null) throw notLeader();
      return term;
    },
    carryOutCommands: (how) => {
      carryOut = how;
    },
    checkpoint: () => (term === null ? ports.sink.checkpoint(stopping.signal) : Promise.resolve(term.checkpoint())),
    errors: () => errors,
    viewObstructed: () => viewObstructed,
    tail,
    announcer,
  };
  return pipeline;
};

/** A run is left where it is: the next leader resumes it. */
const drain = async (
  current: LeaderTerm,
  abandon: AbortController,
  { clock, lastWords }: Pick<PipelinePorts, "clock"> & Pick<LiveNews, "lastWords">,
): Promise<void> => {
  const over = new AbortController();
  const drained = Promise.all([current.realTime.stop(), current.schedules.stop()]);
  await Promise.race([drained, clock.sleep(drainMaxMs, over.signal).catch(() => undefined)]);
  over.abort();
  await lastWords();
  abandon.abort(new AppError("cancelled", "The service is stopping."));
  await Promise.all(current.slots.map((slot) => slot.settled()));
};

/** In this order: what is broken off is taken up before the stream asks for it anew, and checks wait for the stream. */
const beginWork = async (term: LeaderTerm, { syncEnabled, realTimeEnabled }: PipelineOptions): Promise<void> => {
  await term.resumeRuns();
  if (syncEnabled && realTimeEnabled && mayFollow(term.checkpoint())) term.realTime.start();
  term.beginVerifying();
  if (syncEnabled) term.retries.keepRetrying();
  term.schedules.start();
};

type OnError = { readonly onError: (error: unknown) => void };

const makeReady = async (
  ports: PipelinePorts & OnError,
  options: PipelineOptions,
  signal: AbortSignal,
): Promise<{ readonly viewObstructed: boolean }> => {
  const retry = { ...ports, onWaiting: (error: unknown) => error === null || ports.onError(error) };
  await retryTransient(retry, () => ports.sink.prepare(signal), signal);
  await retryTransient(retry, () => prepareSchedules(ports, options, signal), signal);
  return { viewObstructed: await retryTransient(retry, () => ports.ledger.viewObstructed(signal), signal) };
};

const notLeader = (): AppError =>
  new AppError("not_leader", "No instance that may write has answered; try again in a moment.");

const remember = (error: unknown, errors: SyncError[], { clock, log }: PipelinePorts): void => {
  errors.unshift({ at: clock.now(), ...describeError(error) });
  errors.splice(errorsKeptMax);
  log.error(isTransient(error) ? "waiting for a database" : "something went wrong", error);
};

/** Null without a term, and where something is wrong with the report: the lease must be renewed all the same. */
const reportOf = (
  pipeline: Pipeline,
  { observed }: LiveNews,
  onError: (error: unknown) => void,
): LeaderReport | null => {
  const term = pipeline.term();
  if (term === null) return null;
  try {
    const observation = observe(term, pipeline);
    observed(observation, term.newestCheck(), pipeline.ports.clock.now());
    return leaderReportOf(observation);
  } catch (error) {
    onError(error);
    return null;
  }
};

/** A stream that has paused itself goes on by an operator's word alone, whoever leads. */
const mayFollow = ({ realTimeWanted, massFailure }: Checkpoint): boolean => realTimeWanted && massFailure === null;
