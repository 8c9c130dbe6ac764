import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { divideHalfEven } from "../../../src/domain/money/divide-half-even.ts";

describe("division rounded half to even", () => {
  it("gives a tie to the even neighbour, on both sides of zero", () => {
    const halves = [-7n, -5n, -3n, -1n, 1n, 3n, 5n, 7n];
    expect(halves.map((dividend) => divideHalfEven(dividend, 2n))).toEqual([-4n, -2n, -2n, 0n, 0n, 2n, 2n, 4n]);
  });

  it("gives anything else to the nearer neighbour", () => {
    expect([4n, 5n, 6n, 14n, 15n, 16n].map((dividend) => divideHalfEven(dividend, 10n))).toEqual([
      0n,
      0n,
      1n,
      1n,
      2n,
      2n,
    ]);
    expect(divideHalfEven(250_000_001n, 100_000_000n)).toBe(3n);
    expect(divideHalfEven(-250_000_001n, 100_000_000n)).toBe(-3n);
  });

  it("never leaves more than half a divisor, nor an odd tie", () => {
    const dividend = fc.oneof(fc.bigInt(-50n, 50n), fc.bigInt(-(10n ** 40n), 10n ** 40n));
    const divisor = fc.oneof(fc.bigInt(1n, 12n), fc.bigInt(1n, 10n ** 30n));
    fc.assert(
      fc.property(dividend, divisor, (a, b) => {
        const quotient = divideHalfEven(a, b);
        const twiceRest = 2n * (a - quotient * b);
        expect(twiceRest <= b && twiceRest >= -b).toBe(true);
        if (twiceRest === b || twiceRest === -b) expect(quotient % 2n).toBe(0n);
      }),
      { numRuns: 10_000 },
    );
  });
});
