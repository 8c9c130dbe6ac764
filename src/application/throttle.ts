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
