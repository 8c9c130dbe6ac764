import type { Clock } from "./ports/clock.ts";

/** Waits until `rows` rows since `startedAt` are no more than the rate allows. `maxRowsPerSecond` 0 = never waits. */
export const throttle = async (
  { clock, maxRowsPerSecond }: { readonly clock: Clock; readonly maxRowsPerSecond: number },
  rows: number,
  startedAt: number,
  signal: AbortSignal,
): Promise<void> => {
  if (maxRowsPerSecond === 0) return;
  const waitMs = startedAt + (rows / maxRowsPerSecond) * 1_000 - clock.monotonic();
  if (waitMs > 0) await clock.sleep(waitMs, signal);
};

/**
 * Documents or rows looked at together. So many, with what is read beside them, die young: with ten times as many, two fifths
 * of a check's time went into moving them about in the heap.
 */
export const pageSizeMax = 500;
const pageSizeMin = 100;
/** Pages per second of work that is held back: what flows beside it waits for one page at most. */
const pagesPerSecond = 20;

/** A rate is kept by small pages now and then, not by large ones seldom. */
export const pageSizeAt = ({ maxRowsPerSecond }: { readonly maxRowsPerSecond: number }): number => {
  const ofRate = Math.ceil(maxRowsPerSecond / pagesPerSecond);
  return maxRowsPerSecond === 0 ? pageSizeMax : Math.min(pageSizeMax, Math.max(pageSizeMin, ofRate));
};
