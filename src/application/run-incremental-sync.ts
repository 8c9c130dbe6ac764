import type { ClusterTime } from "../domain/cluster-time.ts";
import { isCovered } from "../domain/sync/checkpoint.ts";
import { emptyCounts, type RunError } from "../domain/sync/run.ts";
import type { Tally } from "../domain/sync/tally.ts";
import { AppError } from "./errors.ts";
import { massFailureError } from "./mass-failure.ts";
import { answerLostHistory, followOnce, type RealTimePorts } from "./real-time.ts";
import { retryTransient } from "./retry-transient.ts";
import type { RunTracker } from "./run-tracker.ts";
import type { StreamProgress } from "./stream-progress.ts";

export type IncrementalSyncPorts = RealTimePorts & {
  readonly stream: StreamProgress;
  readonly abandon: AbortController;
  readonly projectionId: string;
  /** Real-time sync follows the stream, or waits to. */
  readonly realTimeRuns: () => boolean;
  /** A full sync is under way. */
  readonly fullSyncRuns: () => boolean;
};

/** Between two looks at a stream that somebody else follows, and at a full sync. Unit: ms. */
const lookEveryMs = 200;

/**
 * Brings into the ledger every change that the main database has now, then ends: it follows the stream from its stored position
 * up to this moment, or, while real-time sync does so, waits until that has passed it. What the stream cannot tell (at a first
 * start, after lost history) a full sync has to show, which is waited for.
 */
export const runIncrementalSync = async (
  ports: IncrementalSyncPorts,
  tracker: RunTracker,
  signal: AbortSignal,
): Promise<RunError | null> => {
  const { massFailure, tally: before } = ports.checkpoint();
  // A person has to look first, and lets changes flow again by starting real-time sync.
  if (massFailure !== null) throw massFailureError(massFailure);
  const through = await presentTime(ports, signal);
  await pass(ports, through, signal);
  const error = await awaitCoverage(ports, signal);
  await tracker.update(progressSince(before, ports.checkpoint().tally));
  return error;
};

/** The newest time at which the source can be read: whatever a majority of it has acknowledged lies before. */
const presentTime = async (ports: IncrementalSyncPorts, signal: AbortSignal): Promise<ClusterTime> => {
  const look = () => ports.source.readPage("properties", { after: null, limit: 1 }, signal);
  return (await retryTransient(ports, look, signal)).cut.asOf;
};

const pass = async (ports: IncrementalSyncPorts, through: ClusterTime, signal: AbortSignal): Promise<void> => {
  while (!ports.stream.hasPassed(through)) {
    if (ports.realTimeRuns() || !ports.turn.isFree()) await ports.clock.sleep(lookEveryMs, signal);
    else await followTo(ports, through, signal);
  }
};

/** Follows the stream itself until it has read as far as that; what was read is committed before this resolves. */
const followTo = async (ports: IncrementalSyncPorts, through: ClusterTime, signal: AbortSignal): Promise<void> => {
  const reached = new AbortController();
  const own: RealTimePorts = {
    ...ports,
    // Nobody follows afterwards, so that its last position is saved even when nothing has changed.
    idleSaveMs: 0,
    onReceived: (batch) => {
      ports.onReceived(batch);
      if (ports.stream.hasRead(through)) reached.abort(new AppError("cancelled", "The stream is read up to now."));
    },
  };
  const stop = AbortSignal.any([reached.signal, signal]);
  const end = await followOnce({ ...own, say: () => undefined }, { stop, abandon: ports.abandon.signal });
  signal.throwIfAborted();
  if (end.kind === "history_lost") await answerLostHistory({ ...own, say: () => undefined }, end);
  else if (!ports.stream.hasPassed(through)) throw notCommitted();
};

/** A unit that cannot be committed ends the following without an error of its own; it is tried again by the next run. */
const notCommitted = (): AppError =>
  new AppError("internal", "What was read of the stream could not be committed; the next run goes on from there.");

const awaitCoverage = async (ports: IncrementalSyncPorts, signal: AbortSignal): Promise<RunError | null> => {
  for (;;) {
    const checkpoint = ports.checkpoint();
    if (isCovered(checkpoint) && checkpoint.projectionId === ports.projectionId) return null;
    if (!ports.fullSyncRuns()) return { code: "not_covered", message: notCoveredText };
    await ports.clock.sleep(lookEveryMs, signal);
  }
};

const notCoveredText =
  "Recent changes are in the ledger. What the stream could not tell a full sync has to show, and none has succeeded since: see its run.";

const progressSince = (before: Tally, now: Tally): Parameters<RunTracker["update"]>[0] => {
  const since = (count: Exclude<keyof Tally, symbol>): number => now[count] - before[count];
  const read = since("events");
  return {
    progress: { phase: "done", after: null, processed: read, total: read },
    counts: {
      ...emptyCounts,
      read,
      applied: since("applied"),
      unchanged: since("unchanged"),
      notPosted: since("notPosted"),
      failed: since("failed"),
    },
  };
};
