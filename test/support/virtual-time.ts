import type { VirtualClock } from "../../src/adapters/memory/virtual-clock.ts";

/** Lets everything happen that can happen without time passing. */
export const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** Lets `ms` pass, and everything happen on the way that it brings. */
export const passTime = async (clock: VirtualClock, ms: number): Promise<void> => {
  const end = clock.monotonic() + ms;
  await settle();
  while (clock.monotonic() < end) {
    clock.advance(Math.min(end - clock.monotonic(), clock.untilNextWake() ?? Number.POSITIVE_INFINITY));
    await settle();
  }
};

/** Lets as much time pass as `work` needs; fails when that is more than `maxMs`, or when nothing would ever happen again. */
export const inTime = async <T>(clock: VirtualClock, work: Promise<T>, maxMs = 600_000): Promise<T> => {
  const deadline = clock.monotonic() + maxMs;
  let isOver = false;
  const over = work.finally(() => {
    isOver = true;
  });
  over.catch(() => undefined);
  for (await settle(); !isOver; await settle()) {
    const next = clock.untilNextWake();
    if (next === null) throw new Error("nobody sleeps, and yet it is not over");
    if (clock.monotonic() + next > deadline) throw new Error(`not over after ${maxMs} ms`);
    clock.advance(next);
  }
  return over;
};

/** The same for a condition that is looked at whenever something has happened. */
export const untilIn = async (clock: VirtualClock, condition: () => boolean, maxMs = 600_000): Promise<void> => {
  const deadline = clock.monotonic() + maxMs;
  for (await settle(); !condition(); await settle()) {
    const next = clock.untilNextWake();
    if (next === null) throw new Error("nobody sleeps, and yet it is not so");
    if (clock.monotonic() + next > deadline) throw new Error(`not so after ${maxMs} ms`);
    clock.advance(next);
  }
};
