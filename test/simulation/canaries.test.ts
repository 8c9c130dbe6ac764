import { describe, expect, it } from "vitest";
import type { Canary } from "./canaries/bend.ts";
import { canaries } from "./canaries/canaries.ts";
import { type Outcome, runHistory } from "./run-history.ts";
import { shorten } from "./shorten.ts";

/** A canary must be caught within the histories that every run of the tests lives through. */
const historiesMax = 2_000;

/** The first history that a mistake turns red. */
const caught = async (canary: Canary): Promise<{ readonly seed: number; readonly outcome: Outcome }> => {
  for (let seed = 1; seed <= historiesMax; seed += 1) {
    const outcome = await runHistory({ seed, canary });
    if (outcome.objections.length > 0) return { seed, outcome };
  }
  return expect.fail(`not caught in ${historiesMax} histories`);
};

/** One of each sort: of rows, of reading, of commits, of counting. */
const toldShortly: ReadonlySet<string> = new Set([
  "a payment that has a row is taken for done",
  "void rows are removed",
  "the position is stored before what it stands for",
  "a unit whose reply was lost is counted again",
]);

describe("the simulation", () => {
  it.each(canaries)("turns red when $name", async (canary) => {
    const { outcome } = await caught(canary);
    expect(outcome.objections).not.toEqual([]);
  });

  it("tells of faults by a third of the steps that they were found with, all in all", async () => {
    let [found, told] = [0, 0];
    for (const canary of canaries.filter(({ name }) => toldShortly.has(name))) {
      const { seed, outcome } = await caught(canary);
      const shortest = await shorten({ seed, canary }, outcome);
      expect(shortest.objections).not.toEqual([]);
      expect(shortest.plan.length).toBeLessThan(outcome.plan.length);
      found += outcome.plan.length;
      told += shortest.plan.length;
    }
    expect(told).toBeLessThan(found / 3);
  });

  it("has at least 20 known-bad variants to be tried with", () => {
    expect(canaries.length).toBeGreaterThanOrEqual(20);
  });
});
