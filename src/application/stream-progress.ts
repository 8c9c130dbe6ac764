import type { ClusterTime } from "../domain/cluster-time.ts";
import type { Id } from "../domain/ids.ts";
import type { SourceCollection } from "../domain/source/source-cut.ts";
import type { Position } from "../domain/sync/change.ts";
import type { FeedBatch } from "./backlog.ts";
import type { UnitDone } from "./outbox.ts";

/** Keys a watch remembers; beyond these it takes every key for reported. */
export const watchedKeysMax = 50_000;

/** What the stream reports from some moment on. */
export type StreamWatch = {
  /** Whether a unit that was committed since then had this key. */
  hasReported(collection: SourceCollection, id: Id): boolean;
  close(): void;
};

/** How far the stream is in memory: further than what is stored, which an idle stream writes down only now and then. */
export type StreamProgress = {
  restarted(): void;
  received(batch: FeedBatch): void;
  committed(unit: UnitDone): void;
  /** Everything that the source did up to this time is in the ledger; null = not known. */
  through(): ClusterTime | null;
  /** Every change up to `time` has been read. */
  hasRead(time: ClusterTime): boolean;
  /** The same, and all of it is in the ledger. */
  hasPassed(time: ClusterTime): boolean;
  watch(): StreamWatch;
};

export const createStreamProgress = (): StreamProgress => {
  const pending = new Set<FeedBatch>();
  const watches = new Set<KeySets>();
  let committed: Position | null = null;
  let last: FeedBatch | null = null;
  const isIdle = (): boolean => pending.size === 0 && last !== null;
  const hasRead = (time: ClusterTime): boolean => {
    if (last === null) return false;
    // At the very time of its last change the stream may still owe the rest of a transaction; an empty answer owes nothing.
    return last.position.clusterTime > time || (last.changes.length === 0 && last.position.clusterTime === time);
  };

  return {
    restarted: () => {
      pending.clear();
      committed = null;
      last = null;
    },
    received: (batch) => {
      last = batch;
      if (batch.changes.length > 0) pending.add(batch);
    },
    committed: ({ batches, position, changes }) => {
      for (const batch of batches) pending.delete(batch);
      committed = position;
      for (const watch of watches) watch.add(changes.keys);
    },
    through: () => (isIdle() ? (last?.position.clusterTime ?? null) : (committed?.clusterTime ?? null)),
    hasRead,
    hasPassed: (time) => {
      const [oldest] = pending;
      return hasRead(time) && (oldest?.changes[0]?.clusterTime ?? time + 1n) > time;
    },
    watch: () => {
      const keys = createKeySets();
      watches.add(keys);
      return { hasReported: keys.has, close: () => void watches.delete(keys) };
    },
  };
};

type KeySets = {
  add(keys: UnitDone["changes"]["keys"]): void;
  has(collection: SourceCollection, id: Id): boolean;
};

const createKeySets = (): KeySets => {
  const sets = { payments: new Set<Id>(), properties: new Set<Id>(), owners: new Set<Id>() };
  let isFull = false;
  return {
    add: (keys) => {
      for (const collection of ["payments", "properties", "owners"] as const)
        for (const id of keys[collection]) sets[collection].add(id);
      if (sets.payments.size + sets.properties.size + sets.owners.size <= watchedKeysMax) return;
      isFull = true;
      for (const set of Object.values(sets)) set.clear();
    },
    has: (collection, id) => isFull || sets[collection].has(id),
  };
};
