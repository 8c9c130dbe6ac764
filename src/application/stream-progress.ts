import type { ClusterTime } from "../domain/cluster-time.ts";
import type { FeedBatch } from "./backlog.ts";

/** How far the stream has been read, and how far of that is in the ledger. */
export type StreamProgress = {
  /** The stream is followed from its stored position again. */
  restarted(): void;
  received(batch: FeedBatch): void;
  committed(batches: readonly FeedBatch[]): void;
  /** Every change up to `time` has been read. */
  hasRead(time: ClusterTime): boolean;
  /** The same, and all of it is in the ledger. */
  hasPassed(time: ClusterTime): boolean;
};

export const createStreamProgress = (): StreamProgress => {
  const pending = new Set<FeedBatch>();
  let last: FeedBatch | null = null;
  const hasRead = (time: ClusterTime): boolean => {
    if (last === null) return false;
    const { changes, position } = last;
    // At the very time of a change, the rest of its transaction may be owed; an answer without changes owes nothing.
    return position.clusterTime > time || (position.clusterTime === time && changes.length === 0);
  };
  return {
    restarted: () => {
      pending.clear();
      last = null;
    },
    received: (batch) => {
      last = batch;
      if (batch.changes.length > 0) pending.add(batch);
    },
    committed: (batches) => {
      for (const batch of batches) pending.delete(batch);
    },
    hasRead,
    hasPassed: (time) => {
      const [oldest] = pending;
      return hasRead(time) && (oldest?.changes[0]?.clusterTime ?? time + 1n) > time;
    },
  };
};
