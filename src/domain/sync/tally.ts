/** Each change event ends in exactly one of the five; they add up to `events`, and the sum is checked at every commit. */
export type Tally = {
  /** Change events read from the stream. */
  readonly events: number;
  readonly applied: number;
  readonly unchanged: number;
  /** Events that said nothing beyond another event of the same key in the same unit. */
  readonly coalesced: number;
  readonly notPosted: number;
  readonly failed: number;
};

export const emptyTally: Tally = { events: 0, applied: 0, unchanged: 0, coalesced: 0, notPosted: 0, failed: 0 };

export const addTallies = (a: Tally, b: Tally): Tally => ({
  events: a.events + b.events,
  applied: a.applied + b.applied,
  unchanged: a.unchanged + b.unchanged,
  coalesced: a.coalesced + b.coalesced,
  notPosted: a.notPosted + b.notPosted,
  failed: a.failed + b.failed,
});

/** True when no event was lost between reading and counting. */
export const addsUp = (tally: Tally): boolean =>
  tally.events === tally.applied + tally.unchanged + tally.coalesced + tally.notPosted + tally.failed;
