import { createSystemClock } from "../../src/adapters/system-clock/system-clock.ts";
import type { Clock } from "../../src/application/ports/clock.ts";

export type SettableClock = {
  readonly clock: Clock;
  /** Milliseconds since the epoch. */
  readonly set: (to: number) => void;
};

/** Waits as long as these are not for an answer but for a moment to come. Unit: ms. */
const longWaitMs = 5_000;

/** A machine whose wall clock a test sets; it goes on as real time does. Whoever waits for a moment to come looks again then. */
export const settableClock = (start: number): SettableClock => {
  const system = createSystemClock();
  let offset = start - system.now();
  let changed = new AbortController();
  const clock: Clock = {
    now: () => system.now() + offset,
    monotonic: system.monotonic,
    sleep: async (ms, signal) => {
      if (ms < longWaitMs) return await system.sleep(ms, signal);
      await system.sleep(ms, AbortSignal.any([signal, changed.signal])).catch(() => undefined);
      signal.throwIfAborted();
    },
  };
  return {
    clock,
    set: (to: number): void => {
      offset = to - system.now();
      changed.abort();
      changed = new AbortController();
    },
  };
};
