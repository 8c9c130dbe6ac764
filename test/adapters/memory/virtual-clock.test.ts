import { describe, expect, it } from "vitest";
import { createVirtualClock } from "../../../src/adapters/memory/virtual-clock.ts";

describe("virtual clock", () => {
  const { signal } = new AbortController();

  it("stands still until it is advanced", () => {
    const clock = createVirtualClock(1_000);
    expect([clock.now(), clock.monotonic()]).toEqual([1_000, 0]);
    clock.advance(250);
    expect([clock.now(), clock.monotonic()]).toEqual([1_250, 250]);
  });

  it("wakes who was to wake in the time that passed, earliest first, and nobody else", async () => {
    const clock = createVirtualClock();
    const woken: number[] = [];
    for (const ms of [300, 100, 200, 301]) void clock.sleep(ms, signal).then(() => woken.push(ms));
    expect(clock.untilNextWake()).toBe(100);
    clock.advance(300);
    await Promise.resolve();
    await Promise.resolve();
    expect(woken).toEqual([100, 200, 300]);
    expect(clock.untilNextWake()).toBe(1);
  });

  it("does not wait at all for no time", async () => {
    const clock = createVirtualClock();
    await clock.sleep(0, signal);
    await clock.sleep(-5, signal);
    expect(clock.untilNextWake()).toBeNull();
  });

  it("rejects a sleeper with the signal's reason as soon as it aborts, and forgets it", async () => {
    const clock = createVirtualClock();
    const stopping = new AbortController();
    const sleeping = clock.sleep(100, stopping.signal);
    stopping.abort("enough");
    await expect(sleeping).rejects.toBe("enough");
    await expect(clock.sleep(100, stopping.signal)).rejects.toBe("enough");
    expect(clock.untilNextWake()).toBeNull();
  });

  it("lets the wall clock jump without waking or delaying anybody", async () => {
    const clock = createVirtualClock(10_000);
    const sleeping = clock.sleep(100, signal);
    clock.jumpWallClock(-86_400_000);
    expect([clock.now(), clock.monotonic(), clock.untilNextWake()]).toEqual([10_000 - 86_400_000, 0, 100]);
    clock.advance(100);
    await sleeping;
  });
});
