import { setTimeout as pause } from "node:timers/promises";

/** Between two looks. Unit: ms. */
const lookEveryMs = 15;

type Awaitable<T> = T | Promise<T>;
type Falsy = false | null | undefined;

/** Looks until `condition` gives anything but false, null or undefined, and returns that; fails with `what` when it takes too long. */
export const until = async <T>(
  what: string,
  condition: () => Awaitable<T | Falsy>,
  timeoutMs = 30_000,
): Promise<Exclude<T, Falsy>> => {
  const deadline = performance.now() + timeoutMs;
  for (;;) {
    const found = await condition();
    // Safe: what is excluded has just been ruled out.
    if (found !== false && found !== null && found !== undefined) return found as Exclude<T, Falsy>;
    if (performance.now() > deadline) throw new Error(`waited ${timeoutMs} ms in vain until ${what}`);
    await pause(lookEveryMs);
  }
};
