import type { Clock } from "../../application/ports/clock.ts";

/** A clock that stands still until it is told to go on. */
export type VirtualClock = Clock & {
  /** Lets `ms` pass and wakes whoever was to wake in that time, earliest first. */
  advance(ms: number): void;
  /** How long until the next sleeper wakes; null when nobody sleeps. */
  untilNextWake(): number | null;
  /** Moves the wall clock alone, forward or back: durations and sleepers do not notice. */
  jumpWallClock(ms: number): void;
};

type Sleeper = { readonly wakesAt: number; readonly wake: () => void };

/** `startAt`: milliseconds since the epoch. */
export const createVirtualClock = (startAt = Date.UTC(2030, 0, 1)): VirtualClock => {
  const sleepers = new Set<Sleeper>();
  let wallOffset = startAt;
  let elapsed = 0;

  const next = (): Sleeper | undefined => {
    let earliest: Sleeper | undefined;
    for (const sleeper of sleepers) {
      if (earliest === undefined || sleeper.wakesAt < earliest.wakesAt) earliest = sleeper;
    }
    return earliest;
  };

  return {
    now: () => wallOffset + elapsed,
    monotonic: () => elapsed,
    sleep: async (ms, signal) => {
      signal.throwIfAborted();
      if (ms > 0) await sleepAmong(sleepers, elapsed + ms, signal);
    },
    advance: (ms) => {
      elapsed += ms;
      for (let due = next(); due !== undefined && due.wakesAt <= elapsed; due = next()) due.wake();
    },
    untilNextWake: () => {
      const sleeper = next();
      return sleeper === undefined ? null : sleeper.wakesAt - elapsed;
    },
    jumpWallClock: (ms) => {
      wallOffset += ms;
    },
  };
};

const sleepAmong = (sleepers: Set<Sleeper>, wakesAt: number, signal: AbortSignal): Promise<void> => {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const leave = (): void => {
    sleepers.delete(sleeper);
    signal.removeEventListener("abort", giveUp);
  };
  const giveUp = (): void => {
    leave();
    reject(signal.reason);
  };
  const sleeper: Sleeper = {
    wakesAt,
    wake: () => {
      leave();
      resolve();
    },
  };
  sleepers.add(sleeper);
  signal.addEventListener("abort", giveUp, { once: true });
  return promise;
};
