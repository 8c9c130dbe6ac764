import { AppError } from "../../application/errors.ts";
import {
  type ChangeFeed,
  changeStreamMode,
  type FeedItem,
  type LostHistoryReason,
  type OpenFeed,
} from "../../application/ports/change-feed.ts";
import type { Clock } from "../../application/ports/clock.ts";
import { formatClusterTime, parseClusterTime } from "../../domain/cluster-time.ts";
import type { Position } from "../../domain/sync/change.ts";
import { createStep, type SimulationPoint } from "./simulation-point.ts";
import type { SourceState } from "./source-state.ts";

export type MemoryChangeFeedOptions = {
  readonly clock: Clock;
  readonly changesMax: () => number;
  readonly idleMs: number;
  readonly between: SimulationPoint;
};

type HistoryLost = Extract<FeedItem, { readonly kind: "history_lost" }>;

/** Replays the history of the in-memory main database from any position that is still there. */
export const createMemoryChangeFeed = (state: SourceState, options: MemoryChangeFeedOptions): ChangeFeed => {
  const step = createStep(options.between);
  return {
    mode: () => changeStreamMode,
    open: (from, signal) =>
      step("feed.open", signal, () => {
        const start = from ?? positionAfter(state, state.history.events.length);
        const seq = seqOf(state, start);
        if (seq === null) return lost("token_unusable", "the position is not one of this source");
        const isGone = isTooOld(state, start) || isTruncated(state, seq);
        return isGone ? truncated : openAt(state, { start, seq }, options);
      }),
  };
};

const lost = (reason: LostHistoryReason, detail: string): HistoryLost => ({ kind: "history_lost", reason, detail });

const truncated = lost("oplog_truncated", "the position is older than the oplog");

/** Stands for everything up to the event `seq` and, when that is the last one, up to now. */
const positionAfter = (state: SourceState, seq: number): Position => {
  const { events } = state.history;
  const event = seq === events.length ? undefined : events[seq - 1];
  const clusterTime = event?.at ?? state.history.now();
  return { token: `${state.name}/${seq}/${formatClusterTime(clusterTime)}`, clusterTime };
};

const seqOf = (state: SourceState, position: Position): number | null => {
  const [name, seq] = position.token.split("/");
  const isOurs = name === state.name && Number(seq) <= state.history.events.length;
  return isOurs ? Number(seq) : null;
};

/** The token decides, not what travels beside it. */
const isTooOld = (state: SourceState, position: Position): boolean => {
  const clusterTime = parseClusterTime(position.token.split("/")[2] ?? "");
  return clusterTime === null || clusterTime < state.oplogStart;
};

/** The event behind `seq` is no longer in the oplog. */
const isTruncated = (state: SourceState, seq: number): boolean => {
  const next = state.history.events[seq];
  return next !== undefined && next.at <= state.oplogStart;
};

type Beginning = { readonly start: Position; readonly seq: number };

type Taken = { readonly item: FeedItem; readonly passed: number };

const openAt = (state: SourceState, { start, seq }: Beginning, options: MemoryChangeFeedOptions): OpenFeed => {
  const { clock, idleMs, between, changesMax } = options;
  const step = createStep(between);
  const closing = new AbortController();
  let passed = seq;

  const take = (wantedMax: number): Taken => {
    const max = Math.max(1, Math.min(changesMax(), wantedMax));
    return isTruncated(state, passed) ? { item: truncated, passed } : itemAfter(state, passed, max);
  };

  return {
    start,
    next: async (signal, wantedMax = Number.POSITIVE_INFINITY) => {
      const either = AbortSignal.any([signal, closing.signal]);
      if (passed === state.history.events.length) await newsOrIdle(state, { clock, idleMs, signal: either });
      const taken = await step("feed.next", either, () => take(wantedMax));
      // Only now: an item whose delivery failed is delivered again.
      passed = taken.passed;
      return taken.item;
    },
    close: async () => closing.abort(new AppError("cancelled", "the change feed was closed")),
  };
};

/** The changes behind `seq`, up to the first event that names no keys; that one alone when it comes first. */
const itemAfter = (state: SourceState, seq: number, changesMax: number): Taken => {
  const next = state.history.events.slice(seq, seq + changesMax);
  const [first] = next;
  if (first?.kind === "lost") return { item: lost(first.reason, first.detail), passed: seq };
  const end = next.findIndex((event) => event.kind === "lost");
  const changes = next
    .slice(0, end === -1 ? next.length : end)
    .flatMap((event) => (event.kind === "change" ? event.change : []));
  const passed = seq + changes.length;
  return { item: { kind: "changes", changes, position: positionAfter(state, passed) }, passed };
};

type IdleWait = { readonly clock: Clock; readonly idleMs: number; readonly signal: AbortSignal };

const newsOrIdle = async (state: SourceState, { clock, idleMs, signal }: IdleWait): Promise<void> => {
  const woken = new AbortController();
  try {
    await Promise.race([state.history.news(), clock.sleep(idleMs, AbortSignal.any([signal, woken.signal]))]);
  } finally {
    woken.abort();
  }
};
