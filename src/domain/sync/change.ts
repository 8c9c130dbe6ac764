import type { ClusterTime } from "../cluster-time.ts";
import type { Id } from "../ids.ts";
import type { SourceCollection, SourceKeys } from "../source/source-cut.ts";

/** A change event, reduced to what it is used for: this key may have changed. */
export type Change = {
  readonly collection: SourceCollection;
  readonly id: Id;
  readonly clusterTime: ClusterTime;
  /** When the source server wrote it, milliseconds since the epoch: for lag only, never for order. */
  readonly wallTime: number;
  /** The document was inserted by this event, so that its rows are most likely new. */
  readonly inserted: boolean;
};

/** Where a reader of changes goes on: an opaque token of the feed and the cluster time it stands for. */
export type Position = { readonly token: string; readonly clusterTime: ClusterTime };

/** Distinct keys of a run of changes. */
export type CoalescedChanges = {
  readonly keys: SourceKeys;
  /** Payments whose first event here is their insertion. */
  readonly insertedPayments: ReadonlySet<Id>;
  readonly events: number;
  readonly lastClusterTime: ClusterTime | null;
  readonly oldestWallTime: number | null;
};

export const coalesce = (changes: Iterable<Change>): CoalescedChanges => {
  const ids = { payments: new Set<Id>(), properties: new Set<Id>(), owners: new Set<Id>() };
  const insertedPayments = new Set<Id>();
  let events = 0;
  let lastClusterTime: ClusterTime | null = null;
  let oldestWallTime: number | null = null;
  for (const change of changes) {
    events += 1;
    if (change.inserted && change.collection === "payments" && !ids.payments.has(change.id))
      insertedPayments.add(change.id);
    ids[change.collection].add(change.id);
    if (lastClusterTime === null || change.clusterTime > lastClusterTime) lastClusterTime = change.clusterTime;
    if (oldestWallTime === null || change.wallTime < oldestWallTime) oldestWallTime = change.wallTime;
  }
  return {
    keys: { payments: [...ids.payments], properties: [...ids.properties], owners: [...ids.owners] },
    insertedPayments,
    events,
    lastClusterTime,
    oldestWallTime,
  };
};
