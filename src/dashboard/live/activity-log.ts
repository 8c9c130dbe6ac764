/** What one commit did, as its event tells it. Milliseconds. */
export type CommitSeen = {
  readonly at: number;
  /** How long its oldest change had waited; null = nothing in it came from the stream. */
  readonly lagMs: number | null;
  readonly counts: Counts;
};

/** Changes by collection, and how many of all could not be projected. */
export type Counts = {
  readonly payments: number;
  readonly properties: number;
  readonly owners: number;
  readonly failed: number;
};

/** A stretch of time. `gap` = nobody knows; `idle` = somebody listened, and nothing came. Milliseconds since the epoch. */
export type Heard = {
  readonly from: number;
  readonly kind: "gap" | "idle" | "busy";
  /** The longest wait of its commits; 0 when idle, null when unknown. */
  readonly lagMs: number | null;
  readonly counts: Counts;
};

/** What this dashboard has heard behind what the service has told of the past. Times are the service's. */
export type ActivityLog = {
  readonly sawCommit: (commit: CommitSeen) => void;
  /** What the service's clock says at this moment, and this machine's: one of them may be wrong. */
  readonly clockIs: (service: number, here: number) => void;
  /** Somebody listens at this moment, by this machine's clock, to a service that follows the changes. */
  readonly listens: (here: number) => void;
  /** From the first that was heard, `from` or later, to the last. */
  readonly heardSince: (from: number) => readonly Heard[];
  /** Called at most once a second when something was heard. */
  readonly subscribe: (changed: () => void) => () => void;
  /** Another number when something was heard. */
  readonly version: () => number;
};

/** As fine as the service's own history. Unit: ms. */
export const stretchMs = 10_000;
/** What is remembered: longer than until the service is asked again. */
export const stretchesMax = 90;
/** Between two pictures. Unit: ms. */
const tellMs = 1_000;

export const noCounts: Counts = { payments: 0, properties: 0, owners: 0, failed: 0 };

type Seen = { readonly lagMs: number | null; readonly counts: Counts };

export const createActivityLog = (): ActivityLog => {
  const seen = new Map<number, Seen | null>();
  let skewMs = 0;
  const { tell, ...listeners } = createListeners();
  const note = (index: number, what: Seen | null): void => {
    seen.set(index, what);
    const newest = Math.max(...seen.keys());
    for (const each of seen.keys()) if (each <= newest - stretchesMax) seen.delete(each);
    tell();
  };
  return {
    ...listeners,
    sawCommit: ({ at, lagMs, counts }) => {
      const before = seen.get(indexOf(at)) ?? { lagMs: null, counts: noCounts };
      note(indexOf(at), { lagMs: longer(before.lagMs, lagMs), counts: added(before.counts, counts) });
    },
    clockIs: (service, here) => {
      skewMs = service - here;
    },
    listens: (here) => {
      const index = indexOf(here + skewMs);
      if (!seen.has(index)) note(index, null);
    },
    heardSince: (from) => {
      const known = [...seen.keys()].filter((index) => index * stretchMs >= from);
      if (known.length === 0) return [];
      const first = Math.min(...known);
      return Array.from({ length: Math.max(...known) - first + 1 }, (_, place) => heardAt(first + place, seen));
    },
  };
};

const createListeners = () => {
  const listeners = new Set<() => void>();
  let version = 0;
  let isWaiting = false;
  const flush = (): void => {
    isWaiting = false;
    version += 1;
    for (const changed of listeners) changed();
  };
  return {
    version: () => version,
    tell: () => {
      if (isWaiting || listeners.size === 0) return;
      isWaiting = true;
      setTimeout(flush, tellMs);
    },
    subscribe: (changed: () => void) => {
      listeners.add(changed);
      return () => void listeners.delete(changed);
    },
  };
};

const indexOf = (at: number): number => Math.floor(at / stretchMs);

const heardAt = (index: number, seen: ReadonlyMap<number, Seen | null>): Heard => {
  const from = index * stretchMs;
  const found = seen.get(index);
  if (found === undefined) return { from, kind: "gap", lagMs: null, counts: noCounts };
  if (found === null) return { from, kind: "idle", lagMs: 0, counts: noCounts };
  return { from, kind: "busy", ...found };
};

export const longer = (one: number | null, other: number | null): number | null => {
  if (one === null || other === null) return one ?? other;
  return Math.max(one, other);
};

export const added = (one: Counts, other: Counts): Counts => ({
  payments: one.payments + other.payments,
  properties: one.properties + other.properties,
  owners: one.owners + other.owners,
  failed: one.failed + other.failed,
});
