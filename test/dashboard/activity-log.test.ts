import { describe, expect, it } from "vitest";
import { createActivityLog, stretchesMax, stretchesMin, stretchMs } from "../../src/dashboard/live/activity-log.ts";

const start = 1_700_000_000_000;
const at = (stretch: number, ms = 0): number => start + stretch * stretchMs + ms;
const counts = { payments: 1, properties: 0, owners: 0, failed: 0 };
const heard = (log: ReturnType<typeof createActivityLog>, now: number) =>
  log.stretches(now).filter(({ kind }) => kind !== "gap");

describe("what the dashboard remembers of the stream", () => {
  it("tells silence from not having listened", () => {
    const log = createActivityLog();
    log.listens(at(0));
    log.listens(at(2));

    expect(heard(log, at(3)).map(({ from, kind, lagMs }) => [from, kind, lagMs])).toEqual([
      [at(0), "idle", 0],
      [at(2), "idle", 0],
    ]);
    expect(log.stretches(at(3)).find(({ from }) => from === at(1))).toMatchObject({ kind: "gap", lagMs: null });
  });

  it("keeps of each stretch the longest wait and the sum of the changes", () => {
    const log = createActivityLog();
    log.sawCommit({ at: at(0, 10), lagMs: 30, counts });
    log.sawCommit({ at: at(0, 20), lagMs: 400, counts: { ...counts, failed: 2 } });
    log.sawCommit({ at: at(0, 30), lagMs: null, counts });
    log.listens(at(0, 40));

    expect(heard(log, at(1))).toEqual([
      { from: at(0), kind: "busy", lagMs: 400, counts: { payments: 3, properties: 0, owners: 0, failed: 2 } },
    ]);
  });

  it("says nothing of a stretch that is not over", () => {
    const log = createActivityLog();
    log.listens(at(0));

    expect(heard(log, at(0, stretchMs - 1))).toEqual([]);
  });

  it("shows two minutes at least and a quarter of an hour at most, and forgets the rest", () => {
    const log = createActivityLog();
    log.listens(at(0));
    expect(log.stretches(at(1))).toHaveLength(stretchesMin);
    for (let stretch = 1; stretch <= 3 * stretchesMax; stretch += 1) log.listens(at(stretch));

    const shown = log.stretches(at(3 * stretchesMax + 1));
    expect(shown).toHaveLength(stretchesMax);
    expect(shown.every(({ kind }) => kind === "idle")).toBe(true);
  });
});
