import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { addsUp, addTallies, emptyTally, type Tally } from "../../../src/domain/sync/tally.ts";
import { runs } from "../../support/runs.ts";

const keysOfTally = ["events", "applied", "unchanged", "coalesced", "notPosted", "failed"] as const;

const count = fc.nat(10_000);
const ends = fc.record({ applied: count, unchanged: count, coalesced: count, notPosted: count, failed: count });
const sound: fc.Arbitrary<Tally> = ends.map((parts) => ({
  ...parts,
  events: Object.values(parts).reduce((sum, part) => sum + part, 0),
}));

describe("a tally", () => {
  it("of nothing adds up", () => {
    expect(addsUp(emptyTally)).toBe(true);
  });

  it("does not add up when an event was lost or ended in two ways", () => {
    fc.assert(
      fc.property(sound, fc.constantFrom<keyof Tally>(...keysOfTally), (tally, key) => {
        expect(addsUp({ ...tally, [key]: tally[key] + 1 })).toBe(false);
      }),
      runs(1_000),
    );
  });

  it("adds up after any number of units whose own tallies do", () => {
    fc.assert(
      fc.property(fc.array(sound), (tallies) => {
        const total = tallies.reduce(addTallies, emptyTally);
        expect(addsUp(total)).toBe(true);
        for (const key of keysOfTally) expect(total[key]).toBe(tallies.reduce((sum, tally) => sum + tally[key], 0));
      }),
      runs(1_000),
    );
  });
});
