import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseAmount } from "../../../src/domain/money/parse-amount.ts";
import { residualMicroMinorOf } from "../../../src/domain/money/residual.ts";
import { millionthsOf } from "../../support/expected-rounding.ts";
import { runs } from "../../support/runs.ts";

const residual = (amountSource: string, amountMinor: bigint, exponent = 2) =>
  residualMicroMinorOf({ amountSource, amountMinor, exponent });

const exponents = fc.constantFrom(0, 2, 3, 4);
const amounts = fc.oneof(
  fc.nat(100_000_000).map((count) => count / 3),
  fc.tuple(fc.nat(1_000_000), fc.constantFrom(0.85, 0.9, 1 / 7)).map(([amount, share]) => amount * share),
  fc.double({ min: 0, max: 1e9, noNaN: true }),
);

describe("what a rounded amount leaves over", () => {
  it("is source − amount in millionths of the minor unit, of either sign", () => {
    expect(residual("33.333", 3_333n)).toBe(300_000n);
    expect(residual("283.3305", 28_333n)).toBe(50_000n);
    expect(residual("66.667", 6_667n)).toBe(-300_000n);
    expect(residual("0.5", 0n, 0)).toBe(500_000n);
    expect(residual("1.5e-5", 0n, 4)).toBe(150_000n);
    expect(residual("33.33", 3_333n)).toBe(0n);
    expect(residual("1E+3", 99_999n)).toBe(1_000_000n);
  });

  it("is half-even where the source is finer than a millionth of the minor unit", () => {
    expect(residual("1.000000005", 100n)).toBe(0n);
    expect(residual("1.000000015", 100n)).toBe(2n);
    expect(residual("1.0000000050000001", 100n)).toBe(1n);
    expect(residual("0.999999985", 100n)).toBe(-2n);
  });

  it("is nothing for a text that is no decimal, as only a hand could have left it", () => {
    expect(residual("about 33", 3_300n)).toBe(0n);
    expect(residual("", 3_300n)).toBe(0n);
  });

  it("is, from the row alone, what it was when the amount was parsed", () => {
    fc.assert(
      fc.property(amounts, exponents, (value, exponent) => {
        const amount = parseAmount(value, exponent, "round");
        fc.pre(amount.kind === "rounded");
        const { amountSource, amountMinor, residualMicroMinor } = amount;
        expect(residual(amountSource, amountMinor, exponent)).toBe(residualMicroMinor);
        expect(residualMicroMinor).toBe(millionthsOf(amountSource, exponent) - amountMinor * 1_000_000n);
      }),
      runs(2_000),
    );
  });
});
