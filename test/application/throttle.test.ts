import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createVirtualClock } from "../../src/adapters/memory/virtual-clock.ts";
import { pageSizeAt, throttle } from "../../src/application/throttle.ts";
import { runs } from "../support/runs.ts";
import { inTime, settle } from "../support/virtual-time.ts";

const { signal } = new AbortController();

describe("a rate that must not be exceeded", () => {
  it("makes rows wait for as long as they should have taken", async () => {
    const clock = createVirtualClock();
    await inTime(clock, throttle({ clock, maxRowsPerSecond: 1_000 }, 5_000, 0, signal));
    expect(clock.monotonic()).toBe(5_000);
  });

  it("takes into account how long they did take", async () => {
    const clock = createVirtualClock();
    clock.advance(4_000);
    await inTime(clock, throttle({ clock, maxRowsPerSecond: 1_000 }, 5_000, 0, signal));
    expect(clock.monotonic()).toBe(5_000);
    await throttle({ clock, maxRowsPerSecond: 1_000 }, 5_000, 0, signal);
    expect(clock.monotonic()).toBe(5_000);
  });

  it("is none when it is 0", async () => {
    const clock = createVirtualClock();
    await throttle({ clock, maxRowsPerSecond: 0 }, 1_000_000, 0, signal);
    expect(clock.monotonic()).toBe(0);
  });

  it("lets go of who waits when the signal aborts", async () => {
    const clock = createVirtualClock();
    const stop = new AbortController();
    const waiting = throttle({ clock, maxRowsPerSecond: 1 }, 1_000, 0, stop.signal);
    await settle();
    stop.abort("cancelled");
    await expect(waiting).rejects.toBe("cancelled");
  });

  it("is kept over any number of chunks, by whatever time each of them takes", async () => {
    const chunk = fc.record({ rows: fc.integer({ min: 1, max: 5_000 }), tookMs: fc.nat(3_000) });
    const property = fc.asyncProperty(
      fc.array(chunk, { minLength: 1, maxLength: 8 }),
      fc.integer({ min: 100, max: 5_000 }),
      async (chunks, maxRowsPerSecond) => {
        const clock = createVirtualClock();
        let rows = 0;
        for (const { rows: own, tookMs } of chunks) {
          const startedAt = clock.monotonic();
          clock.advance(tookMs);
          await inTime(clock, throttle({ clock, maxRowsPerSecond }, own, startedAt, signal));
          rows += own;
          expect(rows).toBeLessThanOrEqual((clock.monotonic() / 1_000) * maxRowsPerSecond + 1e-6);
        }
      },
    );
    await fc.assert(property, runs(1_000));
  });
});

describe("a page of work at a rate", () => {
  it.for([
    [0, 500],
    [1, 100],
    [200, 100],
    [4_000, 200],
    [1_000_000, 500],
  ] as const)(
    "of %s rows a second is of %s documents: small ones now and then, not large ones seldom",
    ([rate, size]) => {
      expect(pageSizeAt({ maxRowsPerSecond: rate })).toBe(size);
    },
  );
});
