import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { idSlices, slicesOf } from "../../src/adapters/mongo-driver/slices.ts";

const mebibyte = 1_024 * 1_024;

describe("slices", () => {
  it("hold every item once, in order, and no more than may be together unless an item alone is more", () => {
    const item = fc.oneof({ weight: 9, arbitrary: fc.nat(mebibyte) }, { weight: 1, arbitrary: fc.nat(20 * mebibyte) });
    fc.assert(
      fc.property(fc.array(item, { maxLength: 200 }), fc.integer({ min: 1, max: 50 }), (sizes, countMax) => {
        const slices = [...slicesOf(sizes, { countMax, bytesOf: (bytes) => bytes })];
        expect(slices.flat()).toEqual(sizes);
        for (const slice of slices) {
          expect(slice.length).toBeGreaterThan(0);
          expect(slice.length).toBeLessThanOrEqual(countMax);
          const bytes = slice.reduce((sum, each) => sum + each, 0);
          expect(slice.length === 1 || bytes < 15 * mebibyte).toBe(true);
        }
      }),
      { numRuns: 1_000 },
    );
  });

  it("leave the ids of a whole unit together", () => {
    const ids = Array.from({ length: 20_000 }, (_, index) => `payments/${index.toString(16).padStart(24, "0")}/income`);
    expect([...idSlices(ids)]).toHaveLength(1);
  });
});
