import type { SourceCollection } from "../domain/source/source-cut.ts";
import { createLagMeter, type LagPercentiles, lagMsOf } from "../domain/sync/lag.ts";
import type { CollectionStats } from "../domain/sync/sync-status.ts";
import { type FeedBatch, unitEventsMax } from "./backlog.ts";
import type { UnitDone } from "./outbox.ts";
import type { Clock } from "./ports/clock.ts";

/** What is measured of the stream by one leader: lag, rate, and counts by collection. */
export type StreamMeter = {
  /** The stream is followed from its stored position again: what was read and not committed will be read once more. */
  restarted(): void;
  received(batch: FeedBatch): void;
  committed(unit: UnitDone): void;
  /** Null = unknown. */
  lagMs(gapOpen: boolean): number | null;
  lag(): LagPercentiles | null;
  /** Change events committed per second over the last minute. */
  eventsPerSecond(): number;
  byCollection(): Readonly<Record<SourceCollection, number>>;
  collections(gapOpen: boolean): Readonly<Record<SourceCollection, CollectionStats>>;
  /** When the last unit was committed; null before the first. */
  lastSyncAt(): number | null;
};

const rateWindowSeconds = 60;

export const createStreamMeter = (clock: Clock): StreamMeter => {
  const meter = createLagMeter();
  const rate = createRateMeter(clock);
  const pending = new Map<FeedBatch, Oldest>();
  const byCollection: Record<SourceCollection, number> = { payments: 0, properties: 0, owners: 0 };
  const lastChangeAt: Record<SourceCollection, number | null> = { payments: null, properties: null, owners: null };
  let heardAt: number | null = null;
  let lastSyncAt: number | null = null;

  const collectionOf = (collection: SourceCollection, gapOpen: boolean): CollectionStats => {
    const oldestPending = oldestIn(pending.values(), collection);
    const lagMs = lagMsOf({ now: clock.now(), oldestPending, idleAt: heardAt, gapOpen });
    return { lastChangeAt: lastChangeAt[collection], lagMs };
  };

  return {
    restarted: () => {
      pending.clear();
      heardAt = null;
    },
    received: (batch) => {
      // A full answer leaves open whether more is there.
      const isFull = batch.isFull ?? batch.changes.length >= unitEventsMax;
      if (!isFull) heardAt = clock.now();
      const oldest: Oldest = {};
      for (const { collection, wallTime } of batch.changes) {
        byCollection[collection] += 1;
        oldest[collection] ??= wallTime;
      }
      if (batch.changes.length > 0) pending.set(batch, oldest);
    },
    committed: ({ batches }) => {
      lastSyncAt = clock.now();
      const oldest = oldestOf(batches);
      if (oldest !== null) meter.record(lastSyncAt - oldest);
      for (const batch of batches) {
        pending.delete(batch);
        rate.add(batch.changes.length);
        for (const { collection, wallTime } of batch.changes)
          lastChangeAt[collection] = Math.max(lastChangeAt[collection] ?? 0, wallTime);
      }
    },
    lagMs: (gapOpen) =>
      lagMsOf({ now: clock.now(), oldestPending: oldestOf(pending.keys()), idleAt: heardAt, gapOpen }),
    lag: meter.percentiles,
    eventsPerSecond: rate.perSecond,
    byCollection: () => byCollection,
    collections: (gapOpen) => ({
      payments: collectionOf("payments", gapOpen),
      properties: collectionOf("properties", gapOpen),
      owners: collectionOf("owners", gapOpen),
    }),
    lastSyncAt: () => lastSyncAt,
  };
};

/** The first change of a batch is its oldest. */
const oldestOf = (batches: Iterable<FeedBatch>): number | null => {
  for (const { changes } of batches) if (changes[0] !== undefined) return changes[0].wallTime;
  return null;
};

/** The wall time of the oldest change of each collection. */
type Oldest = Partial<Record<SourceCollection, number>>;

const oldestIn = (batches: Iterable<Oldest>, collection: SourceCollection): number | null => {
  for (const { [collection]: wallTime } of batches) if (wallTime !== undefined) return wallTime;
  return null;
};

const createRateMeter = (clock: Clock) => {
  const counts = new Map<number, number>();
  const second = (): number => Math.floor(clock.monotonic() / 1_000);
  const forget = (): void => {
    for (const at of counts.keys()) if (at <= second() - rateWindowSeconds) counts.delete(at);
  };
  return {
    add: (events: number): void => {
      counts.set(second(), (counts.get(second()) ?? 0) + events);
      forget();
    },
    perSecond: (): number => {
      forget();
      return [...counts.values()].reduce((sum, count) => sum + count, 0) / rateWindowSeconds;
    },
  };
};
