import { describe, expect, it } from "vitest";
import { begun, ended, historyOf, lost, skipped } from "../../../src/domain/schedule/history.ts";
import { averageDurationMs, nameRefusal, newSchedule, redefined } from "../../../src/domain/schedule/schedule.ts";
import { aRun } from "../../support/a-run.ts";
import { aSchedule } from "../../support/a-schedule.ts";

const fresh = historyOf(newSchedule(aSchedule, 0));
const run = { ...aRun, id: "r1", startedAt: 1_000 };

describe("a schedule's history", () => {
  it("counts a run at its end, with its duration when it succeeded", () => {
    const running = begun(fresh, run);
    expect(running).toMatchObject({ runCount: 0, lastRunAt: 1_000, lastStatus: "running", activeRunId: "r1" });
    const over = ended(running, { ...run, state: "succeeded", endedAt: 4_000 });
    expect(over).toMatchObject({ runCount: 1, lastStatus: "succeeded", lastError: null, activeRunId: null });
    expect(averageDurationMs(over)).toBe(3_000);
  });

  it("averages over successful runs alone", () => {
    const outcomes = [
      ["succeeded", 1_000],
      ["failed", 90_000],
      ["cancelled", 50],
      ["succeeded", 2_001],
    ] as const;
    const history = outcomes.reduce((before, [state, durationMs]) => {
      const error = state === "failed" ? { code: "internal", message: "broken" } : null;
      return ended(begun(before, run), { ...run, state, error, endedAt: 1_000 + durationMs });
    }, fresh);
    expect(history).toMatchObject({ runCount: 4, successCount: 2, lastStatus: "succeeded" });
    expect(averageDurationMs(history)).toBe(1_501);
    expect(averageDurationMs(fresh)).toBe(0);
  });

  it("tells a failure until the next run begins", () => {
    const error = { code: "internal", message: "broken" };
    const failed = ended(begun(fresh, run), { ...run, state: "failed", error, endedAt: 2_000 });
    expect(failed).toMatchObject({ lastStatus: "failed", lastError: "broken" });
    expect(begun(failed, run)).toMatchObject({ lastStatus: "running", lastError: null });
  });

  it("keeps a run that is under way when a tick beside it is skipped", () => {
    const history = skipped(begun(fresh, run), "busy");
    expect(history).toMatchObject({ runCount: 0, lastStatus: "skipped", lastError: "busy", activeRunId: "r1" });
    expect(lost(history).activeRunId).toBeNull();
  });
});

describe("a changed definition", () => {
  it("counts from now on where it says another time, and is another revision", () => {
    for (const change of [{ cronExpression: "1 2 * * *" }, { timezone: "UTC" }, { enabled: false }])
      expect(redefined(aSchedule, change, 9_000)).toMatchObject({ ...change, decidedThrough: 9_000, revision: 5_001 });
    const change = { description: "other", cronExpression: aSchedule.cronExpression };
    expect(redefined(aSchedule, change, 9_000)).toMatchObject({
      decidedThrough: 6_000,
      revision: 5_001,
      updatedAt: 9_000,
    });
  });

  it("keeps the name", () => {
    expect(redefined(aSchedule, { name: "usurper" }, 9_000).name).toBe("nightly");
  });
});

describe("a name", () => {
  it.for(["daily_sync", "A", "a.b-c_9", "x".repeat(64), "stop-all2"])("may be %s", (name) => {
    expect(nameRefusal(name)).toBeNull();
  });

  it.for(["", " a", "a b", "_a", "../a", "a/b", "ä", "a\n", "x".repeat(65), "preview", "stop-all"])(
    "may not be %j",
    (name) => {
      expect(nameRefusal(name)).not.toBeNull();
    },
  );
});
