import { describe, expect, it } from "vitest";
import { addOutcomes, emptyCounts, isOver, type RunState } from "../../../src/domain/sync/run.ts";
import { aRun } from "../../support/a-run.ts";

describe("a run", () => {
  it("is over in every state but queued and running", () => {
    const over: readonly RunState[] = ["succeeded", "failed", "cancelled", "skipped"];
    for (const state of over) expect(isOver({ ...aRun, state })).toBe(true);
    for (const state of ["queued", "running"] as const) expect(isOver({ ...aRun, state })).toBe(false);
  });

  it("counts what became of each chunk's keys", () => {
    const outcomes = { applied: 1, unchanged: 2, notPosted: 3, failed: 4 };
    const once = addOutcomes({ ...emptyCounts, read: 10 }, outcomes);
    expect(once).toEqual({ ...emptyCounts, read: 10, ...outcomes });
    expect(addOutcomes(once, outcomes)).toMatchObject({ applied: 2, unchanged: 4, notPosted: 6, failed: 8 });
  });
});
