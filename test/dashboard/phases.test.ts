import { describe, expect, it } from "vitest";
import type { WireRun } from "../../src/contract/run.ts";
import { phasesOf } from "../../src/dashboard/pages/runs/phases-of.ts";
import { changesOf, newValues, valuesOf } from "../../src/dashboard/pages/schedules/form-values.ts";
import { emptyCounts } from "../../src/domain/sync/run.ts";

const run = (fields: Partial<WireRun>, phase: WireRun["progress"]["phase"], toRetract = 0) => ({
  kind: "full" as const,
  state: "running" as const,
  dryRun: false,
  progress: { phase, processed: 0, total: null, etaMs: null },
  counts: { ...emptyCounts, toRetract },
  ...fields,
});

const told = (...args: Parameters<typeof run>) => phasesOf(run(...args)).map(({ phase, state }) => `${phase} ${state}`);

describe("the phases of a run", () => {
  it("are done, under way and still to come while it runs", () => {
    expect(told({}, "payments")).toEqual([
      "properties done",
      "payments now",
      "count later",
      "void_rows later",
      "archive_accounts later",
    ]);
  });

  it("are not needed where there was nothing to take back", () => {
    expect(told({ kind: "deep", state: "succeeded" }, "done")).toEqual([
      "properties done",
      "payments done",
      "count done",
      "void_rows not_needed",
      "archive_accounts not_needed",
      "totals done",
    ]);
    expect(told({ state: "succeeded" }, "done", 3)).toContain("void_rows done");
  });

  it("end where it ended, and go no further", () => {
    expect(told({ kind: "consistency", state: "failed" }, "rows")).toEqual([
      "properties done",
      "payments done",
      "rows stopped",
      "totals not_reached",
      "journal not_reached",
    ]);
  });

  it("of a dry run are those that only look", () => {
    expect(told({ kind: "deep", dryRun: true, state: "succeeded" }, "done", 3)).toEqual([
      "properties done",
      "payments done",
      "count done",
    ]);
  });

  it("are none for one that never began", () => {
    expect(told({ state: "skipped" }, "properties")).toEqual([]);
  });
});

describe("what is sent of a changed schedule", () => {
  it("is what differs, and never its name", () => {
    const before = { ...newValues("UTC"), name: "nightly" };
    expect(changesOf(before, before)).toEqual({});
    expect(changesOf(before, { ...before, enabled: false, cronExpression: "0 3 * * *", name: "other" })).toEqual({
      enabled: false,
      cronExpression: "0 3 * * *",
    });
  });

  it("is nothing that the service counts by itself", () => {
    expect(Object.keys(valuesOf({ ...newValues("UTC"), ...{ runCount: 3, etag: '"1"' } })).sort()).toEqual(
      Object.keys(newValues("UTC")).sort(),
    );
  });
});
