import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { formatAmount, minorOf, toMajorNumber } from "../../../src/domain/money/money.ts";
import { parseAmount } from "../../../src/domain/money/parse-amount.ts";
import { parseEntryAmount } from "../../../src/domain/money/parse-entry-amount.ts";

const exponent = fc.constantFrom(0, 2, 3, 4);
const amountMinor = fc.oneof(
  fc.bigInt(0n, 10n ** 15n - 1n),
  fc.bigInt(0n, 200_000n),
  fc.constantFrom(0n, 10n ** 15n - 1n),
);
const runs = { numRuns: 10_000 };

describe("an amount on the wire", () => {
  it("always shows the decimals of its currency", () => {
    expect(formatAmount(120_000n, 2)).toBe("1200.00");
    expect(formatAmount(5n, 2)).toBe("0.05");
    expect(formatAmount(0n, 2)).toBe("0.00");
    expect(formatAmount(1_200n, 0)).toBe("1200");
    expect(formatAmount(5n, 3)).toBe("0.005");
    expect(formatAmount(123_456n, 4)).toBe("12.3456");
  });

  it("shows a negative balance with one minus sign", () => {
    expect(formatAmount(-5n, 2)).toBe("-0.05");
    expect(formatAmount(-120_000n, 2)).toBe("-1200.00");
    expect(formatAmount(-7n, 0)).toBe("-7");
  });

  it("stays exact beyond what a double holds", () => {
    expect(formatAmount(2n ** 63n - 1n, 2)).toBe("92233720368547758.07");
  });

  it("is read back as the same amount, as an entry, a string, a Decimal128 and a double", () => {
    fc.assert(
      fc.property(amountMinor, exponent, (minor, digits) => {
        const text = formatAmount(minor, digits);
        const exact = { kind: "exact", amountMinor: minor };
        expect(parseEntryAmount(text, digits)).toEqual(exact);
        expect(parseAmount(text, digits, "reject")).toEqual(exact);
        expect(parseAmount({ type: "decimal", text }, digits, "reject")).toEqual(exact);
        expect(parseAmount(toMajorNumber(minor, digits), digits, "reject")).toEqual(exact);
      }),
      runs,
    );
  });
});

describe("an amount as a plain number", () => {
  it("is the double nearest to the amount", () => {
    expect(toMajorNumber(minorOf(120_050n), 2)).toBe(1200.5);
    expect(toMajorNumber(minorOf(30n), 2)).toBe(0.3);
    expect(toMajorNumber(minorOf(-5n), 2)).toBe(-0.05);
    expect(toMajorNumber(minorOf(0n), 2)).toBe(0);
    expect(toMajorNumber(minorOf(10n ** 15n - 1n), 2)).toBe(9_999_999_999_999.99);
  });
});
