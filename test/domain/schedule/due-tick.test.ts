import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { dueTick, missedAfterMs } from "../../../src/domain/schedule/due-tick.ts";
import { runs } from "../../support/runs.ts";

/** Ticks at every full `step`. */
const every =
  (step: number) =>
  (after: number, through: number): number | null => {
    const newest = Math.floor(through / step) * step;
    return newest > after ? newest : null;
  };
const running = { isPaused: false, resumedAt: 0 };
const schedule = { enabled: true, decidedThrough: 1_000 };

describe("a look at a schedule", () => {
  it("finds the tick that has come since what was decided", () => {
    expect(dueTick(schedule, running, 2_000, every(2_000))).toEqual({ kind: "tick", plannedAt: 2_000, missed: false });
    expect(dueTick(schedule, running, 1_999, every(2_000))).toEqual({ kind: "nothing" });
    expect(dueTick({ ...schedule, decidedThrough: 2_000 }, running, 2_000, every(2_000))).toEqual({ kind: "nothing" });
  });

  it("finds of several the newest alone", () => {
    const now = 10_000_000;
    expect(dueTick(schedule, running, now, every(3_000_000))).toEqual({
      kind: "tick",
      plannedAt: 9_000_000,
      missed: true,
    });
  });

  it("finds nothing while it is switched off or paused, nor of the time before it was resumed", () => {
    expect(dueTick({ ...schedule, enabled: false }, running, 9_000, every(2_000)).kind).toBe("nothing");
    expect(dueTick(schedule, { isPaused: true, resumedAt: 0 }, 9_000, every(2_000)).kind).toBe("nothing");
    expect(dueTick(schedule, { isPaused: false, resumedAt: 8_500 }, 9_000, every(2_000)).kind).toBe("nothing");
    expect(dueTick(schedule, { isPaused: false, resumedAt: 8_500 }, 10_000, every(2_000)).kind).toBe("tick");
  });

  it("sees that the clock has gone back", () => {
    expect(dueTick(schedule, running, 999, every(1)).kind).toBe("clock_went_back");
  });

  it("decides each tick at most once, and leaves none undecided, however looks fall", () => {
    const looks = fc.array(fc.integer({ min: 1, max: 50_000 }), { minLength: 1, maxLength: 60 });
    fc.assert(
      fc.property(looks, fc.integer({ min: 500, max: 20_000 }), (pauses, step) => {
        let decidedThrough = 0;
        let now = 0;
        const decided: number[] = [];
        for (const pause of pauses) {
          now += pause;
          const due = dueTick({ enabled: true, decidedThrough }, running, now, every(step));
          if (due.kind !== "tick") continue;
          expect(due.missed).toBe(now - due.plannedAt > missedAfterMs);
          decided.push(due.plannedAt);
          decidedThrough = due.plannedAt;
        }
        expect(new Set(decided).size).toBe(decided.length);
        expect(decided.toSorted((a, b) => a - b)).toEqual(decided);
        expect(every(step)(decidedThrough, now)).toBeNull();
      }),
      runs(1_000),
    );
  });
});
