import { type Checkpoint, type CheckpointPatch, type HistoryGap, isCovered } from "../domain/sync/checkpoint.ts";
import type { RealTimeState } from "../domain/sync/health.ts";
import { AppError } from "./errors.ts";
import { type FollowPorts, followChanges, type LostHistory } from "./follow-changes.ts";
import type { OpenFeed } from "./ports/change-feed.ts";
import { retryTransient } from "./retry-transient.ts";

/** Losing history again and again without a full sync in between is no accident any more. */
const gapsInARowMax = 3;
/** Pause before a stopped component is tried again: a bug, or a refusal that a person has to mend. Unit: ms. */
const bugPauseMs = 5_000;
const configurationPauseMs = 60_000;
/** How long a source may lag behind what the ledger shows before it is taken for another one. */
const sourceBehindMaxMs = 60_000;

export type RealTimePorts = FollowPorts & {
  readonly checkpoint: () => Checkpoint;
  readonly patchCheckpoint: (patch: CheckpointPatch) => Promise<void>;
  /** Sees to it that a full sync covers the source from now on: at a first start, after a gap, for another projection. */
  readonly startCoveringSync: () => Promise<void>;
  readonly projectionId: string;
  readonly onError: (error: unknown) => void;
};

export type RealTimeReport = { readonly state: RealTimeState; readonly error: { readonly code: string; readonly message: string } | null };

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
  let sourceBehindSince: number | null = null;
  let running: { readonly stop: AbortController; readonly done: Promise<void> } | null = null;

  const say = (state: RealTimeState, error: unknown = null): void => {
    report = { state, error: error === null ? null : describe(error) };
  };

  const run = async (stop: AbortSignal): Promise<void> => {
    while (!stop.aborted && report.state !== "failed") {
      try {
        const end = await followOnce(stop);
        if (end.kind === "history_lost") await recordGap(end);
      } catch (error) {
        if (!stop.aborted) await pauseAfter(error, stop);
      }
    }
    if (report.state !== "failed") say("stopped");
  };

  const followOnce = async (stop: AbortSignal): ReturnType<typeof followChanges> => {
    say("starting");
    const open = await retryTransient(ports, () => ports.feed.open(ports.checkpoint().position, stop), stop);
    if ("kind" in open) return open;
    if (ports.checkpoint().position === null) await beginAt(open, stop);
    await cover();
    say("live");
    return followChanges(ports, open, { stop, abandon });
  };

  /** A new reading begins: the ledger is covered from here on, and what lies before is a full sync's business. */
  const beginAt = async (open: OpenFeed, stop: AbortSignal): Promise<void> => {
    const { readFloor, gap, reading } = ports.checkpoint();
    if (open.start.clusterTime < readFloor) await waitForSource(open, stop);
    const to = open.start.clusterTime;
    const closing: CheckpointPatch = gap !== null && gap.closedAt === null ? { gap: { ...gap, to } } : {};
    ports.lane.raiseFloor(to);
    await ports.patchCheckpoint({ position: open.start, readFloor: to, reading: reading + 1, ...closing });
  };

  const waitForSource = async (open: OpenFeed, stop: AbortSignal): Promise<void> => {
    await open.close();
    const behindSince = (sourceBehindSince ??= ports.clock.monotonic());
    if (ports.clock.monotonic() - behindSince < sourceBehindMaxMs) {
      throw new AppError("source_unavailable", "The main database's clock is behind what the ledger already shows.");
    }
    stop.throwIfAborted();
    throw new AppError(
      "source_replaced",
      "The main database is older than what the ledger shows: it was replaced or restored. Point MONGODB_URI at the right one, or use a new accounting database.",
    );
  };

  const cover = async (): Promise<void> => {
    const checkpoint = ports.checkpoint();
    if (!isCovered(checkpoint) || checkpoint.projectionId !== ports.projectionId) await ports.startCoveringSync();
  };

  const recordGap = async (lost: LostHistory): Promise<void> => {
    say("history_lost");
    const { readFloor, position, gap, gapsInARow } = ports.checkpoint();
    const openGap = gap !== null && gap.closedAt === null ? gap : null;
    const next: HistoryGap = {
      reason: lost.reason,
      detail: lost.detail,
      from: openGap?.from ?? position?.clusterTime ?? readFloor,
      to: null,
      openedAt: ports.clock.now(),
      closedAt: null,
    };
    await ports.patchCheckpoint({ position: null, gap: next, gapsInARow: gapsInARow + 1 });
    ports.onError(new AppError("conflict", `History lost (${lost.reason}): ${lost.detail}`));
    if (gapsInARow + 1 < gapsInARowMax) return;
    say("failed", new AppError("conflict", `The main database's history was lost ${gapsInARow + 1} times in a row (${lost.reason}).`));
  };

  const pauseAfter = async (error: unknown, stop: AbortSignal): Promise<void> => {
    ports.onError(error);
    const code = error instanceof AppError ? error.code : "internal";
    const needsPerson = code === "source_replaced" || code === "fenced";
    say(needsPerson ? "failed" : "waiting", error);
    if (needsPerson) return;
    const isConfiguration = code === "source_configuration" || code === "accounting_configuration";
    await ports.clock.sleep(isConfiguration ? configurationPauseMs : bugPauseMs, stop).catch(() => undefined);
  };

  return {
    start: () => {
      if (running !== null) return;
      const stop = new AbortController();
      const signal = AbortSignal.any([stop.signal, abandon]);
      say("starting");
      const done = run(signal).finally(() => {
        running = null;
      });
      running = { stop, done };
    },
    stop: async () => {
      if (running === null) return say("stopped");
      const { stop, done } = running;
      stop.abort(new AppError("cancelled", "Real-time sync was stopped."));
      await done;
      say("stopped");
    },
    report: () => report,
  };
};

const describe = (error: unknown): { readonly code: string; readonly message: string } => ({
  code: error instanceof AppError ? error.code : "internal",
  message: error instanceof Error ? error.message : String(error),
});
