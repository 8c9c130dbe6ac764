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

/** A stretch of time. `gap` = nobody was listening; `idle` = somebody was, and nothing came. */
export type Stretch = {
  /** When it began. Milliseconds since the epoch. */
  readonly from: number;
  readonly kind: "gap" | "idle" | "busy";
  /** The longest wait of its commits; 0 when idle, null in a gap. */
  readonly lagMs: number | null;
  readonly counts: Counts;
};

export type ActivityLog = {
  readonly sawCommit: (commit: CommitSeen) => void;
  /** Somebody listens at this moment. */
  readonly listens: (at: number) => void;
  /** The stretches up to `now`, oldest first: since somebody first listened, at most a quarter of an hour, at least two minutes. */
  readonly stretches: (now: number) => readonly Stretch[];
};

/** Unit: ms. */
export const stretchMs = 5_000;
/** What is remembered: a quarter of an hour. */
export const stretchesMax = 180;
/** What is always shown: two minutes. */
export const stretchesMin = 24;

const noCounts: Counts = { payments: 0, properties: 0, owners: 0, failed: 0 };

type Seen = { readonly lagMs: number | null; readonly counts: Counts };

/** Remembers what this dashboard has heard since it was opened. */
export const createActivityLog = (): ActivityLog => {
  const seen = new Map<number, Seen | null>();
  const forgetBefore = (oldest: number): void => {
    for (const index of seen.keys()) if (index < oldest) seen.delete(index);
  };
  return {
    sawCommit: ({ at, lagMs, counts }) => {
      const before = seen.get(indexOf(at)) ?? { lagMs: null, counts: noCounts };
      seen.set(indexOf(at), { lagMs: longer(before.lagMs, lagMs), counts: added(before.counts, counts) });
    },
    listens: (at) => {
      forgetBefore(indexOf(at) - stretchesMax);
      if (!seen.has(indexOf(at))) seen.set(indexOf(at), null);
    },
    stretches: (now) => {
      // The present one is not over: what it will hold is not known yet.
      const last = indexOf(now) - 1;
      const sinceFirst = last - Math.min(last, ...seen.keys()) + 1;
      const length = Math.min(stretchesMax, Math.max(stretchesMin, sinceFirst));
      return Array.from({ length }, (_, place) => stretchAt(last - length + 1 + place, seen));
    },
  };
};

const indexOf = (at: number): number => Math.floor(at / stretchMs);

const stretchAt = (index: number, seen: ReadonlyMap<number, Seen | null>): Stretch => {
  const from = index * stretchMs;
  const found = seen.get(index);
  if (found === undefined) return { from, kind: "gap", lagMs: null, counts: noCounts };
  if (found === null) return { from, kind: "idle", lagMs: 0, counts: noCounts };
  return { from, kind: "busy", ...found };
};

const longer = (one: number | null, other: number | null): number | null => {
  if (one === null || other === null) return one ?? other;
  return Math.max(one, other);
};

const added = (one: Counts, other: Counts): Counts => ({
  payments: one.payments + other.payments,
  properties: one.properties + other.properties,
  owners: one.owners + other.owners,
  failed: one.failed + other.failed,
});
