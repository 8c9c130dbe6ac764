import { describe, expect, it } from "vitest";
import { canaries } from "./canaries/canaries.ts";
import { runHistory } from "./run-history.ts";
import { shorten } from "./shorten.ts";

/** A canary must be caught within the histories that every run of the tests lives through. */
const historiesMax = 2_000;

describe("the simulation", () => {
  it.each(canaries)("turns red when $name", async (canary) => {
    for (let seed = 1; seed <= historiesMax; seed += 1) {
      const { objections } = await runHistory({ seed, canary });
      if (objections.length > 0) return;
    }
    expect.fail(`not caught in ${historiesMax} histories`);
  });

  it("tells of a fault by few steps", async () => {
    const canary = canaries.find(({ name }) => name === "void rows are removed") ?? null;
    const found = await runHistory({ seed: 3, canary });
    expect(found.objections).not.toEqual([]);
    const shortest = await shorten({ seed: 3, canary }, found);
    expect(shortest.objections).not.toEqual([]);
    expect(shortest.plan.length).toBeLessThanOrEqual(4);
  });

  it("has at least 20 known-bad variants to be tried with", () => {
    expect(canaries.length).toBeGreaterThanOrEqual(20);
  });
});
