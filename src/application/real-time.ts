import type { RealTimeState } from "../domain/sync/health.ts";
import { AppError, describeError, type ErrorCode } from "./errors.ts";
import { type FollowPorts, type FollowSignals, followChanges, type LostHistory } from "./follow-changes.ts";
import type { OpenFeed } from "./ports/change-feed.ts";
import { beginReading, coverReading, type ReadingPorts, recordGap, sourceReplaced } from "./reading.ts";
import { retryTransient } from "./retry-transient.ts";
import type { StreamTurn } from "./stream-turn.ts";
import { detached } from "./tracing/trace-context.ts";

/** Losing history again and again without a full sync in between is no accident any more. */
const gapsInARowMax = 3;
/** How long a source may stand behind what the ledger shows before it is taken for another one. Unit: ms. */
const sourceBehindMaxMs = 60_000;
/** Pause before a component that stopped is tried again. Unit: ms. */
const pauseMs = 5_000;
/** The same where a person has to mend something. Unit: ms. */
const configurationPauseMs = 60_000;

export type RealTimePorts = FollowPorts &
  ReadingPorts & {
    readonly turn: StreamTurn;
    readonly refreshCheckpoint: () => Promise<void>;
    readonly onError: (error: unknown) => void;
  };

export type RealTimeReport = {
  readonly state: RealTimeState;
  readonly error: { readonly code: string; readonly message: string } | null;
};

/** The real-time side of one leader: starts, stops, and says what it is doing. */
export type RealTime = {
  /** Harmless when it runs. */
  start(): void;
  /** Resolves when everything read is committed. Harmless when it is stopped. */
  stop(): Promise<void>;
  report(): RealTimeReport;
};

export const createRealTime = (ports: RealTimePorts, abandon: AbortSignal): RealTime => {
  let report: RealTimeReport = { state: "stopped", error: null };
  let running: { readonly stop: AbortController; readonly done: Promise<void> } | null = null;
  const say = (state: RealTimeState, error: unknown = null): void => {
    report = { state, error: error === null ? null : describeError(error) };
  };
  const stopRunning = async ({ stop, done }: NonNullable<typeof running>): Promise<void> => {
    stop.abort(new AppError("cancelled", "Real-time sync was stopped."));
    await done;
  };
  return {
    start: () => {
      if (running !== null) return;
      const stop = new AbortController();
      const signals = { stop: AbortSignal.any([stop.signal, abandon]), abandon };
      // It outlives the request that starts it, whose trace must not grow with every look at the stream.
      const done = detached(() => keepFollowing({ ...ports, say }, signals)).finally(() => {
        running = null;
      });
      running = { stop, done };
    },
    stop: async () => {
      if (running !== null) await stopRunning(running);
      say("stopped");
    },
    report: () => report,
  };
};

export type FollowOncePorts = RealTimePorts & { readonly say: (state: RealTimeState, error?: unknown) => void };
/** Follows again after every gap and every error, until told to stop or until only a person can help. */
const keepFollowing = async (ports: FollowOncePorts, signals: FollowSignals): Promise<void> => {
  while (!signals.stop.aborted) {
    try {
      const end = await followOnce(ports, signals);
      if (end.kind === "history_lost") await answerLostHistory(ports, end);
    } catch (error) {
      if (signals.stop.aborted) break;
      ports.onError(error);
      if (needsPerson.has(codeOf(error))) return ports.say("failed", error);
      ports.say("waiting", error);
      await ports.clock.sleep(pauseAfter(error), signals.stop).catch(() => undefined);
    }
  }
  ports.say("stopped");
};

/** Follows from the stored position, or from a new reading's beginning, until stopped or the history is lost. */
export const followOnce = (ports: FollowOncePorts, signals: FollowSignals): ReturnType<typeof followChanges> => {
  ports.say("starting");
  return ports.turn.take(() => followInTurn(ports, signals), signals.stop);
};

const followInTurn = async (ports: FollowOncePorts, signals: FollowSignals): ReturnType<typeof followChanges> => {
  await ports.refreshCheckpoint();
  const { position, readFloor } = ports.checkpoint();
  const open = () => retryTransient(ports, () => ports.feed.open(position, signals.stop), signals.stop);
  const feed = position === null ? await openBehind(ports, readFloor, open, signals.stop) : await open();
  if ("kind" in feed) return feed;
  try {
    if (position === null) await beginReading(ports, feed);
    await coverReading(ports);
  } catch (error) {
    await feed.close();
    throw error;
  }
  ports.say("live");
  return followChanges(ports, feed, signals);
};

type Opening = () => Promise<OpenFeed | LostHistory>;

/** Opens a new reading that does not begin before what the ledger shows. A source that stays behind is another source. */
const openBehind = async (
  { clock }: FollowOncePorts,
  readFloor: bigint,
  open: Opening,
  stop: AbortSignal,
): ReturnType<Opening> => {
  const deadline = clock.monotonic() + sourceBehindMaxMs;
  for (;;) {
    const feed = await open();
    if ("kind" in feed || feed.start.clusterTime >= readFloor) return feed;
    await feed.close();
    if (clock.monotonic() >= deadline) throw sourceReplaced();
    await clock.sleep(pauseMs, stop);
  }
};

export const answerLostHistory = async (ports: FollowOncePorts, lost: LostHistory): Promise<void> => {
  ports.say("history_lost");
  const gapsInARow = await recordGap(ports, lost);
  ports.onError(new AppError("history_lost", `Changes were missed (${lost.reason}): ${lost.detail}`));
  if (gapsInARow < gapsInARowMax) return;
  const message = `The main database's history was lost ${gapsInARow} times without a full sync in between (${lost.reason}).`;
  throw new AppError("history_lost", message);
};

const needsPerson: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  "source_replaced",
  "history_lost",
  "mass_failure",
  "fenced",
]);

const codeOf = (error: unknown): ErrorCode => (error instanceof AppError ? error.code : "internal");

const pauseAfter = (error: unknown): number =>
  codeOf(error) === "source_configuration" || codeOf(error) === "accounting_configuration"
    ? configurationPauseMs
    : pauseMs;
