import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createLagMeter, idleProofMaxMs, type LagInput, lagMsOf } from "../../../src/domain/sync/lag.ts";
import { runs } from "../../support/runs.ts";

const quiet: LagInput = { now: 1_000_000, oldestPending: null, idleAt: 1_000_000, gapOpen: false };

describe("lag", () => {
  it("is the age of the oldest change that is not committed", () => {
    expect(lagMsOf({ ...quiet, oldestPending: 999_000 })).toBe(1_000);
    expect(lagMsOf({ ...quiet, oldestPending: 999_000, idleAt: null })).toBe(1_000);
  });

  it("is never below zero, when the source's clock is ahead", () => {
    expect(lagMsOf({ ...quiet, oldestPending: 1_000_500 })).toBe(0);
  });

  it("is 0 only with proof: the stream has just said that nothing more is there", () => {
    expect(lagMsOf({ ...quiet, idleAt: quiet.now })).toBe(0);
    expect(lagMsOf({ ...quiet, idleAt: quiet.now - idleProofMaxMs })).toBe(0);
    expect(lagMsOf({ ...quiet, idleAt: quiet.now - idleProofMaxMs - 1 })).toBeNull();
    expect(lagMsOf({ ...quiet, idleAt: null })).toBeNull();
  });

  it("is unknown while a gap is open, whatever else is known", () => {
    expect(lagMsOf({ ...quiet, gapOpen: true })).toBeNull();
    expect(lagMsOf({ ...quiet, gapOpen: true, oldestPending: 999_000 })).toBeNull();
  });

  it("is known exactly when something waits or its absence is proven, and no gap is open", () => {
    const time = fc.option(fc.integer({ min: 0, max: 40_000 }));
    const input: fc.Arbitrary<LagInput> = fc.record({
      now: fc.integer({ min: 20_000, max: 40_000 }),
      oldestPending: time,
      idleAt: time,
      gapOpen: fc.boolean(),
    });
    fc.assert(
      fc.property(input, ({ now, oldestPending, idleAt, gapOpen }) => {
        const lagMs = lagMsOf({ now, oldestPending, idleAt, gapOpen });
        const isProven = idleAt !== null && idleAt >= now - idleProofMaxMs;
        expect(lagMs !== null).toBe(!gapOpen && (oldestPending !== null || isProven));
        if (lagMs !== null) expect(lagMs).toBe(Math.max(0, now - (oldestPending ?? now)));
      }),
      runs(1_000),
    );
  });
});

describe("the lag meter", () => {
  const metered = (samples: readonly number[]) => {
    const meter = createLagMeter();
    for (const sample of samples) meter.record(sample);
    return meter.percentiles();
  };

  it("knows nothing before the first commit", () => {
    expect(metered([])).toBeNull();
  });

  it("says how long the middle one, the 95th and the 99th of a hundred had waited", () => {
    const hundred = Array.from({ length: 100 }, (_, index) => index + 1);
    expect(metered(hundred.toReversed())).toEqual({ p50: 51, p95: 96, p99: 100 });
    expect(metered([7])).toEqual({ p50: 7, p95: 7, p99: 7 });
  });

  it("takes a wait below zero for none", () => {
    expect(metered([-5])).toEqual({ p50: 0, p95: 0, p99: 0 });
  });

  it("remembers the newest 2,000 only", () => {
    const old = Array.from({ length: 1_500 }, () => 60_000);
    const recent = Array.from({ length: 2_000 }, () => 5);
    expect(metered([...old, ...recent])).toEqual({ p50: 5, p95: 5, p99: 5 });
    expect(metered([...old, ...recent.slice(1)])?.p99).toBe(5);
    expect(metered([...recent.slice(1), 60_000])?.p50).toBe(5);
  });

  it("names samples, each at least as long as its share of them", () => {
    fc.assert(
      fc.property(fc.array(fc.nat(100_000), { minLength: 1, maxLength: 200 }), (samples) => {
        const percentiles = metered(samples);
        for (const [share, value] of [
          [0.5, percentiles?.p50],
          [0.95, percentiles?.p95],
          [0.99, percentiles?.p99],
        ] as const) {
          expect(samples).toContain(value);
          const atMost = samples.filter((sample) => sample <= (value ?? 0)).length;
          const below = samples.filter((sample) => sample < (value ?? 0)).length;
          expect(atMost).toBeGreaterThanOrEqual(share * samples.length);
          expect(below).toBeLessThanOrEqual(share * samples.length);
        }
      }),
      runs(1_000),
    );
  });
});
