import { describe, expect, it } from "vitest";
import { parseEntryAmount } from "../../../src/domain/money/parse-entry-amount.ts";

const exact = (amountMinor: bigint) => ({ kind: "exact", amountMinor });
const rejected = (code: string) => ({ kind: "rejected", code });

describe("an amount typed by an accountant", () => {
  it("is taken as it stands, with as many decimals as the currency has or fewer", () => {
    expect(parseEntryAmount("1200.00", 2)).toEqual(exact(120_000n));
    expect(parseEntryAmount("1200.5", 2)).toEqual(exact(120_050n));
    expect(parseEntryAmount("1200", 2)).toEqual(exact(120_000n));
    expect(parseEntryAmount("007", 0)).toEqual(exact(7n));
    expect(parseEntryAmount("1.005", 3)).toEqual(exact(1_005n));
    expect(parseEntryAmount("0", 2)).toEqual(exact(0n));
  });

  it("is never rounded: more decimals than the currency has are refused, even zeros and noise", () => {
    for (const text of ["12.500", "0.30000000000000004", "33.333"]) {
      expect(parseEntryAmount(text, 2), text).toEqual(rejected("money_sub_minor"));
    }
    expect(parseEntryAmount("5.0", 0)).toEqual(rejected("money_sub_minor"));
  });

  it("is refused unless it is a plain decimal", () => {
    for (const text of [
      "",
      " 5",
      "5 ",
      "-5",
      "+5",
      "1e3",
      ".5",
      "5.",
      "1,200",
      "$5",
      "NaN",
      "Infinity",
      "9".repeat(101),
    ]) {
      expect(parseEntryAmount(text, 2), text).toEqual(rejected("money_invalid"));
    }
  });

  it("is refused from 10^15 minor units on", () => {
    expect(parseEntryAmount("9999999999999.99", 2)).toEqual(exact(10n ** 15n - 1n));
    expect(parseEntryAmount("10000000000000.00", 2)).toEqual(rejected("money_unsafe_magnitude"));
    expect(parseEntryAmount("10000000000000", 2)).toEqual(rejected("money_unsafe_magnitude"));
    expect(parseEntryAmount("9".repeat(100), 2)).toEqual(rejected("money_unsafe_magnitude"));
  });
});
