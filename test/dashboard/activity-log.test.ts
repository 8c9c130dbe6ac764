import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { createActivityLog, stretchesMax, stretchMs } from "../../src/dashboard/live/activity-log.ts";

const start = 1_700_000_000_000;
const at = (stretch: number, ms = 0): number => start + stretch * stretchMs + ms;
const counts = { payments: 1, properties: 0, owners: 0, failed: 0 };

describe("what the dashboard remembers of the stream", () => {
  it("tells silence from not having listened", () => {
    const log = createActivityLog();
    log.listens(at(0));
    log.listens(at(2));

    expect(log.heardSince(start).map(({ from, kind, lagMs }) => [from, kind, lagMs])).toEqual([
      [at(0), "idle", 0],
      [at(1), "gap", null],
      [at(2), "idle", 0],
    ]);
    expect(log.heardSince(at(1)).map(({ from }) => from)).toEqual([at(2)]);
    expect(log.heardSince(at(3))).toEqual([]);
  });

  it("keeps of each stretch the longest wait and the sum of the changes", () => {
    const log = createActivityLog();
    log.sawCommit({ at: at(0, 10), lagMs: 30, counts });
    log.sawCommit({ at: at(0, 20), lagMs: 400, counts: { ...counts, failed: 2 } });
    log.sawCommit({ at: at(0, 30), lagMs: null, counts });
    log.listens(at(0, 40));

    expect(log.heardSince(start)).toEqual([
      { from: at(0), kind: "busy", lagMs: 400, counts: { payments: 3, properties: 0, owners: 0, failed: 2 } },
    ]);
  });

  it("forgets what is old, however long it listens", () => {
    const log = createActivityLog();
    for (let stretch = 0; stretch < 5 * stretchesMax; stretch += 1) log.listens(at(stretch));

    expect(log.heardSince(start)).toHaveLength(stretchesMax);
    expect(log.heardSince(start).at(-1)?.from).toBe(at(5 * stretchesMax - 1));
  });

  it("goes by the service's clock where this machine's is wrong", () => {
    const log = createActivityLog();
    log.clockIs(at(100), at(0));
    log.listens(at(1));
    log.sawCommit({ at: at(101), lagMs: 5, counts });

    expect(log.heardSince(start)).toMatchObject([{ from: at(101), kind: "busy" }]);
  });

  describe("is told on", () => {
    beforeEach(() => void vi.useFakeTimers());
    afterEach(() => void vi.useRealTimers());

    it("at most once a second, however much is heard, and not to who has left", () => {
      const log = createActivityLog();
      const pictures: number[] = [];
      const leave = log.subscribe(() => pictures.push(log.version()));
      for (let ms = 0; ms < 3_000; ms += 10) {
        log.sawCommit({ at: at(0, ms), lagMs: 1, counts });
        vi.advanceTimersByTime(10);
      }
      expect(pictures.length).toBeGreaterThanOrEqual(2);
      expect(pictures.length).toBeLessThanOrEqual(3);

      leave();
      const told = pictures.length;
      log.sawCommit({ at: at(1), lagMs: 1, counts });
      vi.advanceTimersByTime(5_000);
      expect(pictures).toHaveLength(told);
    });
  });
});
