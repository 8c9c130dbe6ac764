import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { encodeId } from "../../../src/domain/ids.ts";
import { documentKey } from "../../../src/domain/sync/failure.ts";
import { createFuse, fuseFailedMax, fuseWindowMs, isMassFailure } from "../../../src/domain/sync/fuse.ts";
import { runs } from "../../support/runs.ts";

const key = (number: number) => documentKey("payments", encodeId({ kind: "number", value: number }));
const keysFrom = (start: number, count: number) => Array.from({ length: count }, (_, index) => key(start + index));

describe("a mass failure", () => {
  it("is more than the chosen share of the keys, 1 % unless told otherwise, and more than a few", () => {
    const counts = fc.record({ keys: fc.nat(10_000), failed: fc.nat(300), percent: fc.nat(100) });
    fc.assert(
      fc.property(counts, ({ keys, failed, percent }) => {
        expect(isMassFailure({ keys, failed })).toBe(failed * 100 > keys && failed > fuseFailedMax);
        expect(isMassFailure({ keys, failed }, percent)).toBe(failed * 100 > percent * keys && failed > fuseFailedMax);
        expect(isMassFailure({ keys: failed, failed }, 100)).toBe(false);
      }),
      runs(1_000),
    );
  });
});

describe("the fuse", () => {
  it("blows exactly when the different keys that failed within the window are a mass failure", () => {
    const unit = fc.record({
      afterMs: fc.nat(fuseWindowMs / 3),
      keys: fc.nat(3_000),
      failed: fc.array(fc.nat(60), { maxLength: 25 }),
    });
    fc.assert(
      fc.property(fc.array(unit, { maxLength: 20 }), (units) => {
        const fuse = createFuse();
        let at = 0;
        let seen: { at: number; keys: number; failed: readonly number[] }[] = [];
        for (const { afterMs, keys, failed } of units) {
          // Whole seconds: the window is kept by them.
          at += Math.ceil(afterMs / 1_000) * 1_000;
          seen.push({ at, keys: keys + failed.length, failed });
          const since = at - fuseWindowMs;
          const count = {
            keys: seen.reduce((sum, each) => sum + (each.at + 1_000 > since ? each.keys : 0), 0),
            failed: new Set(seen.flatMap((each) => (each.at > since ? each.failed : []))).size,
          };
          const blown = fuse.record({ at, keys: keys + failed.length, failedKeys: failed.map(key) });
          expect(blown).toEqual(isMassFailure(count) ? count : null);
          if (blown !== null) seen = [];
        }
      }),
      runs(1_000),
    );
  });

  it("forgets what lies longer ago than its window", () => {
    const fuse = createFuse();
    expect(fuse.record({ at: 0, keys: fuseFailedMax, failedKeys: keysFrom(0, fuseFailedMax) })).toBeNull();
    expect(fuse.record({ at: fuseWindowMs, keys: 1, failedKeys: keysFrom(100, 1) })).toBeNull();
    expect(fuse.record({ at: fuseWindowMs + 1, keys: 20, failedKeys: keysFrom(200, fuseFailedMax) })).not.toBeNull();
  });
});
