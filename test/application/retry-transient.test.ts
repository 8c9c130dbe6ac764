import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createVirtualClock } from "../../src/adapters/memory/virtual-clock.ts";
import { AppError } from "../../src/application/errors.ts";
import { retryDelayMs, retryTransient } from "../../src/application/retry-transient.ts";
import { runs } from "../support/runs.ts";
import { inTime, passTime, settle } from "../support/virtual-time.ts";

const away = new AppError("accounting_unavailable", "The accounting database does not answer.");

const stage = () => {
  const clock = createVirtualClock();
  const waiting: unknown[] = [];
  const stop = new AbortController();
  const ports = { clock, random: () => 0.5, onWaiting: (error: unknown) => waiting.push(error) };
  /** Work that fails as often as it is told to. */
  const failing = (times: number, error: unknown = away) => {
    let attempts = 0;
    return () => {
      attempts += 1;
      return attempts <= times ? Promise.reject(error) : Promise.resolve(`attempt ${attempts}`);
    };
  };
  return {
    clock,
    waiting,
    stop,
    failing,
    retry: (work: () => Promise<string>) => retryTransient(ports, work, stop.signal),
  };
};

describe("the pause before a repetition", () => {
  it("is fully jittered between 100 ms and a ceiling that doubles up to 10 s", () => {
    const ceilings = [1, 2, 3, 6, 7, 20, 2_000].map((attempt) => retryDelayMs(attempt, 1));
    expect(ceilings).toEqual([200, 400, 800, 6_400, 10_000, 10_000, 10_000]);
    for (const attempt of [1, 7, 2_000]) expect(retryDelayMs(attempt, 0)).toBe(100);
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5_000 }), fc.double({ min: 0, max: 1, noNaN: true }), (attempt, random) => {
        const delayMs = retryDelayMs(attempt, random);
        expect(delayMs).toBeGreaterThanOrEqual(100);
        expect(delayMs).toBeLessThanOrEqual(Math.min(10_000, 100 * 2 ** attempt));
      }),
      runs(1_000),
    );
  });
});

describe("work on a database that may be away", () => {
  it("is done once when nothing fails, and nobody is told to wait", async () => {
    const { retry, failing, waiting } = stage();
    expect(await retry(failing(0))).toBe("attempt 1");
    expect(waiting).toEqual([]);
  });

  it("is repeated until the other side is back, and the wait is told from its beginning to its end", async () => {
    const { retry, failing, waiting, clock } = stage();
    expect(await inTime(clock, retry(failing(3)))).toBe("attempt 4");
    expect(waiting).toEqual([away, away, away, null]);
    expect(clock.monotonic()).toBe([1, 2, 3].reduce((sum, attempt) => sum + retryDelayMs(attempt, 0.5), 0));
  });

  it("is repeated for as long as that takes", async () => {
    const { retry, failing, clock } = stage();
    expect(await inTime(clock, retry(failing(5_000)), 24 * 3_600_000)).toBe("attempt 5001");
  });

  it("ends with any other error at once", async () => {
    const { retry, failing, waiting } = stage();
    const error = new AppError("accounting_configuration", "Wrong password.");
    await expect(retry(failing(1, error))).rejects.toBe(error);
    await expect(retry(failing(1, "not even an error"))).rejects.toBe("not even an error");
    expect(waiting).toEqual([]);
  });

  it("ends with the signal's reason when it aborts during the pause", async () => {
    const { retry, failing, stop, clock, waiting } = stage();
    const work = retry(failing(9));
    await passTime(clock, 50);
    stop.abort("enough");
    await expect(work).rejects.toBe("enough");
    await settle();
    expect(clock.untilNextWake()).toBeNull();
    expect(waiting).toEqual([away, null]);
  });

  it("is not said to wait any more when it ends otherwise than it hoped", async () => {
    const { retry, waiting, clock } = stage();
    const errors = [away, new Error("broken")];
    await expect(
      inTime(
        clock,
        retry(() => Promise.reject(errors.shift())),
      ),
    ).rejects.toThrow("broken");
    expect(waiting).toEqual([away, null]);
  });

  it("is not begun once the signal has aborted", async () => {
    const { retry, stop } = stage();
    stop.abort("enough");
    const never = () => Promise.reject(new Error("was begun"));
    await expect(retry(never)).rejects.toBe("enough");
  });
});
