import type { ClientSession, Db } from "mongodb";
import type { Clock } from "../../application/ports/clock.ts";
import type { ClusterTime } from "../../domain/cluster-time.ts";
import type { Change } from "../../domain/sync/change.ts";
import type { PollingPace } from "../../domain/sync/feed-mode.ts";
import { translated } from "../mongo-driver/translate-error.ts";
import type { KnownDocuments } from "./known-documents.ts";
import { isEmpty } from "./local-find.ts";
import type { Moment, PollingClock } from "./polling-clock.ts";
import { type PolledCollection, scan } from "./polling-scan.ts";
import { emptied, type HistoryLost, learn as learnAll, type SweepStep, sweep } from "./polling-sweep.ts";

/** How often the source is looked at, at least; longer where looking takes long. Unit: ms. */
export type PollingIntervals = { readonly pollEveryMs: number; readonly sweepEveryMs: number };

/** The pace as it changes. */
export type ChangingPace = { -readonly [Field in keyof PollingPace]: PollingPace[Field] };

/** What has been told. */
export type PollingMemory = {
  readonly collections: readonly PolledCollection[];
  /** A sweep has gone by since the feed was opened, so that nothing from before is left to tell. */
  hasSwept: boolean;
};

export type Rounds = {
  readonly db: Db;
  readonly session: ClientSession;
  readonly clock: PollingClock;
  /** For waiting and measuring. */
  readonly timer: Clock;
  readonly ledger: KnownDocuments;
  readonly intervals: PollingIntervals;
  readonly memory: PollingMemory;
  readonly pace: ChangingPace;
  /** Everything dated before it has been told. By the server's clock, milliseconds since the epoch. */
  since: number;
  /** The time of the position from which it goes on. */
  readonly start: ClusterTime;
  /** Aborted when the feed is closed. */
  readonly closed: AbortSignal;
};

/** Polls look back this far: an application sets `updatedAt` some time before its write is there to be seen. Unit: ms. */
const overlapMs = 15_000;
/** Documents dated further ahead than this are left to the sweeps: polls would find them again and again. Unit: ms. */
const aheadMs = 300_000;
/** Looking at the source takes at most one part of this many of the time, however long it takes without an index on `updatedAt`. */
const restShare = 9;

export type Round = { readonly kind: "changes"; readonly changes: readonly Change[]; readonly time: ClusterTime };

/** Polls and sweeps for ever, a poll between two steps of a sweep where one is due; each step is what was found by it. */
export async function* rounds(r: Rounds): AsyncGenerator<Round | HistoryLost> {
  const { timer, pace, intervals, memory } = r;
  let pollAt = timer.monotonic();
  let sweepAt = pollAt + (memory.hasSwept ? intervals.sweepEveryMs : 0);
  let sweeping: Sweeping | null = null;
  while (!r.closed.aborted) {
    const now = timer.monotonic();
    if (now >= pollAt) {
      const polling = { steps: poll(r), tookMs: 0 };
      yield* timed(polling, timer);
      pace.pollEveryMs = pauseAfter(polling.tookMs, intervals.pollEveryMs);
      pollAt = timer.monotonic() + pace.pollEveryMs;
    } else if (sweeping !== null || now >= sweepAt) {
      sweeping ??= await beginSweep(r);
      const { done, value } = await next(sweeping, timer);
      if (value !== undefined) yield* roundsOf(value, sweeping.moment);
      if (done !== true) continue;
      memory.hasSwept = true;
      pace.sweptAt = sweeping.moment.wallTime;
      pace.sweepEveryMs = pauseAfter(sweeping.tookMs, intervals.sweepEveryMs);
      sweepAt = timer.monotonic() + pace.sweepEveryMs;
      sweeping = null;
    } else await timer.sleep(Math.min(pollAt, sweepAt) - now, r.closed);
  }
}

/** Changes of one item. */
const changesMax = 2_000;

function* roundsOf(step: SweepStep, { time }: Moment): Generator<Round | HistoryLost> {
  if (step.kind === "history_lost") return yield step;
  for (let start = 0; start < step.changes.length; start += changesMax)
    yield { kind: "changes", changes: step.changes.slice(start, start + changesMax), time };
}

type Looking<Step> = { readonly steps: AsyncGenerator<Step, undefined>; tookMs: number };
type Sweeping = Looking<SweepStep> & { readonly moment: Moment };

/** Measures the looking alone, and not how long what was found had to wait for the ledger. */
const next = async <Step>(looking: Looking<Step>, timer: Clock): Promise<IteratorResult<Step, undefined>> => {
  const startedAt = timer.monotonic();
  const step = await looking.steps.next();
  looking.tookMs += timer.monotonic() - startedAt;
  return step;
};

const beginSweep = async (r: Rounds): Promise<Sweeping> => {
  const moment = await takeMoment(r);
  const datedFrom = r.pace.sweptAt ?? moment.wallTime;
  return { steps: sweep({ ...r, moment, datedFrom, signal: r.closed }, r.memory.collections), moment, tookMs: 0 };
};

/**
 * Until the first sweep has gone by, time stands still where the reading began: deletions from before are not told yet, and
 * whoever follows the feed up to a time must not stop before they are.
 */
const takeMoment = async ({ clock, memory, start }: Rounds): Promise<Moment> => {
  const moment = await clock.take();
  return memory.hasSwept ? moment : { ...moment, time: start };
};

const pauseAfter = (tookMs: number, atLeastMs: number): number => Math.max(atLeastMs, Math.round(tookMs * restShare));

async function* timed<Step>(looking: Looking<Step>, timer: Clock): AsyncGenerator<Step> {
  for (let step = await next(looking, timer); step.done !== true; step = await next(looking, timer)) yield step.value;
}

/** Learns the present state of everything without telling it, and from when on polls have to look. */
export const learn = async (r: Rounds): Promise<ClusterTime> => {
  const moment = await r.clock.take();
  await learnAll({ ...r, moment, datedFrom: moment.wallTime, signal: r.closed }, r.memory.collections);
  r.memory.hasSwept = true;
  r.since = moment.wallTime - overlapMs;
  r.pace.sweptAt = moment.wallTime;
  return moment.time;
};

async function* poll(r: Rounds): AsyncGenerator<Round | HistoryLost, undefined> {
  const moment = await takeMoment(r);
  const lost = moment.isStandalone ? await emptiedCollection(r) : serverChanged;
  if (lost !== null) return yield lost;
  // The server's clock may have been set back: what is dated since then must be found too.
  const from = Math.min(r.since, moment.wallTime - overlapMs);
  const dated = { updatedAt: { $gte: new Date(from), $lt: new Date(moment.wallTime + aheadMs) } };
  for (const polled of r.memory.collections) {
    for await (const { changes } of scan({ ...r, moment, datedFrom: from }, polled, dated)) {
      if (changes.length > 0) yield { kind: "changes", changes, time: moment.time };
    }
  }
  r.since = moment.wallTime - overlapMs;
  yield { kind: "changes", changes: [], time: moment.time };
}

export const serverChanged: HistoryLost = {
  kind: "history_lost",
  reason: "server_changed",
  detail:
    "the main database's server is now of another kind: a standalone has become a replica set, or the other way round",
};

/** A drop is noticed before anything that was in the collection is taken for deleted. */
const emptiedCollection = async ({ db, session, memory }: Rounds): Promise<HistoryLost | null> => {
  for (const { name, collection, documents } of memory.collections) {
    if (collection === "owners" || !documents.hasAny()) continue;
    if (await translated("source", () => isEmpty(db, session, name))) return emptied(name);
  }
  return null;
};
