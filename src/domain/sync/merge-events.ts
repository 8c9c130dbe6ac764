import {
  type CollectionCounts,
  type CommitNews,
  type FailureNews,
  namedMax,
  resync,
  type SyncEvent,
  type TouchedProperty,
} from "./sync-event.ts";

/** Events that may wait to be written. Beyond it readers are told to fetch everything anew. */
export const pendingEventsMax = 500;

/** The events that wait, and one more: news of the same thing become one. */
export const withEvent = (pending: readonly SyncEvent[], event: SyncEvent): readonly SyncEvent[] => {
  for (const [index, other] of pending.entries()) {
    const merged = mergedWith(other, event);
    if (merged !== null) return pending.with(index, merged);
  }
  return pending.length >= pendingEventsMax ? [resync("lost")] : [...pending, event];
};

/** Null when each has to be told. */
const mergedWith = (before: SyncEvent, after: SyncEvent): SyncEvent | null => {
  if (before.type === "commit" && after.type === "commit")
    return { type: "commit", data: mergeCommits(before.data, after.data) };
  if (before.type === "failure" && after.type === "failure" && before.data.change === after.data.change)
    return { type: "failure", data: mergeFailures(before.data, after.data) };
  if (before.type === "run" && after.type === "run" && isProgressOf(before.data, after.data)) return after;
  if (before.type === "resync" && after.type === "resync" && before.data.reason === after.data.reason) return before;
  return null;
};

type RunFacts = { readonly id: string; readonly state: string };

const isProgressOf = (before: RunFacts, after: RunFacts): boolean =>
  before.id === after.id && before.state === after.state;

const mergeCommits = (a: CommitNews, b: CommitNews): CommitNews => {
  const touched = distinct([...a.touched, ...b.touched]);
  return {
    commits: a.commits + b.commits,
    collections: {
      payments: addCounts(a.collections.payments, b.collections.payments),
      properties: addCounts(a.collections.properties, b.collections.properties),
      owners: addCounts(a.collections.owners, b.collections.owners),
    },
    retracted: a.retracted + b.retracted,
    lagMs: a.lagMs === null || b.lagMs === null ? (a.lagMs ?? b.lagMs) : Math.max(a.lagMs, b.lagMs),
    position: b.position ?? a.position,
    touched: touched.slice(0, namedMax),
    isMore: a.isMore || b.isMore || touched.length > namedMax,
  };
};

const addCounts = (a: CollectionCounts, b: CollectionCounts): CollectionCounts => ({
  applied: a.applied + b.applied,
  unchanged: a.unchanged + b.unchanged,
  failed: a.failed + b.failed,
});

/** The newest word on a property counts: it may have been given to another company. */
const distinct = (touched: readonly TouchedProperty[]): readonly TouchedProperty[] => [
  ...new Map(touched.map((property) => [property.propertyId, property])).values(),
];

const mergeFailures = (a: FailureNews, b: FailureNews): FailureNews => ({
  change: a.change,
  count: a.count + b.count,
  keys: [...new Set([...a.keys, ...b.keys])].slice(0, namedMax),
});
