import { isTransient } from "./errors.ts";
import type { Clock } from "./ports/clock.ts";

/** Full jitter between these, so that many writers do not come back at the same moment. Unit: ms. */
const retryDelayMinMs = 100;
const retryDelayMaxMs = 10_000;

export type RetryPorts = {
  readonly clock: Clock;
  /** A number in [0, 1). */
  readonly random: () => number;
  readonly onWaiting: (error: unknown) => void;
};

/** The pause before attempt `attempt` (1 = the first repetition). */
export const retryDelayMs = (attempt: number, random: number): number => {
  const ceiling = Math.min(retryDelayMaxMs, retryDelayMinMs * 2 ** attempt);
  return Math.round(retryDelayMinMs + random * (ceiling - retryDelayMinMs));
};

/**
 * Repeats idempotent work for as long as the other side is away. Nothing is dropped meanwhile: whoever waits for this waits
 * longer, and the wait is made visible. Any other error, and an abort, end it.
 */
export const retryTransient = async <T>(ports: RetryPorts, work: () => Promise<T>, signal: AbortSignal): Promise<T> => {
  let isWaiting = false;
  try {
    for (let attempt = 1; ; attempt += 1) {
      signal.throwIfAborted();
      try {
        return await work();
      } catch (error) {
        if (!isTransient(error)) throw error;
        isWaiting = true;
        ports.onWaiting(error);
        await ports.clock.sleep(retryDelayMs(attempt, ports.random()), signal);
      }
    }
  } finally {
    // However it ended: what was given up is not waited for any more.
    if (isWaiting) ports.onWaiting(null);
  }
};
