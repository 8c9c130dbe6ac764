import { describe, expect, it } from "vitest";
import { parseAmount, type SubMinorPolicy } from "../../../src/domain/money/parse-amount.ts";
import type { SourceValue } from "../../../src/domain/source/source-value.ts";

const exact = (amountMinor: bigint) => ({ kind: "exact", amountMinor });
const noise = (amountMinor: bigint) => ({ kind: "noise", amountMinor });
const rejected = (code: string) => ({ kind: "rejected", code });
const rounded = (amountMinor: bigint, amountSource: string, residualMicroMinor: bigint) => ({
  kind: "rounded",
  amountMinor,
  amountSource,
  residualMicroMinor,
});
const decimal = (text: string): SourceValue => ({ type: "decimal", text });

const dollars = (value: SourceValue, subMinor: SubMinorPolicy = "round") => parseAmount(value, 2, subMinor);
const yen = (value: SourceValue, subMinor: SubMinorPolicy = "round") => parseAmount(value, 0, subMinor);
const dinars = (value: SourceValue, subMinor: SubMinorPolicy = "round") => parseAmount(value, 3, subMinor);

describe("an amount that is whole in minor units", () => {
  it("is taken from an Int32, a Long, a double, a Decimal128 and a strict numeric string", () => {
    expect(dollars(1200)).toEqual(exact(120_000n));
    expect(dollars(12n)).toEqual(exact(1_200n));
    expect(dollars(1200.55)).toEqual(exact(120_055n));
    expect(dollars(decimal("1200.5500"))).toEqual(exact(120_055n));
    expect(dollars(decimal("1E+3"))).toEqual(exact(100_000n));
    expect(dollars("12.50")).toEqual(exact(1_250n));
    expect(dollars("007.1")).toEqual(exact(710n));
  });

  it("is read by the decimal that was meant, not by multiplying the double", () => {
    for (const [value, cents] of [
      [1.1, 110n],
      [0.29, 29n],
      [4.35, 435n],
      [1.15, 115n],
      [19.99, 1999n],
      [8.41, 841n],
    ] as const) {
      expect(dollars(value, "reject")).toEqual(exact(cents));
    }
  });

  it("has as many decimals as its currency", () => {
    expect(yen(1200)).toEqual(exact(1_200n));
    expect(dinars(1.005)).toEqual(exact(1_005n));
    expect(parseAmount(1.0005, 4, "reject")).toEqual(exact(10_005n));
  });

  it("is zero for every zero, whatever its sign", () => {
    for (const zero of [
      0,
      -0,
      0n,
      "0",
      "0.00",
      decimal("0"),
      decimal("-0"),
      decimal("-0.00"),
      decimal("0E+6000"),
      decimal("0E-6176"),
    ]) {
      expect(dollars(zero)).toEqual(exact(0n));
    }
  });
});

describe("an amount within 0.001 minor unit of a minor unit", () => {
  it("is that unit, and counted as noise, under both policies", () => {
    for (const policy of ["round", "reject"] as const) {
      expect(dollars(0.1 + 0.2, policy)).toEqual(noise(30n));
      expect(dollars(0.30000000000000004, policy)).toEqual(noise(30n));
      expect(dollars(1.1 * 3, policy)).toEqual(noise(330n));
      expect(dollars(0.7 + 0.1, policy)).toEqual(noise(80n));
      expect(dollars(1e-7, policy)).toEqual(noise(0n));
    }
  });

  it("ends exactly at 0.001", () => {
    expect(dollars(decimal("5.00001"), "reject")).toEqual(noise(500n));
    expect(dollars(decimal("5.000010001"), "reject")).toEqual(rejected("money_sub_minor"));
    expect(dollars(decimal("4.99999"), "reject")).toEqual(noise(500n));
    expect(dollars(decimal("4.999989999"), "reject")).toEqual(rejected("money_sub_minor"));
  });
});

describe("an amount finer than the minor unit", () => {
  it("is rounded under the policy round, with its exact source and what was left over", () => {
    expect(dollars(33.333)).toEqual(rounded(3_333n, "33.333", 300_000n));
    expect(dollars(33.337)).toEqual(rounded(3_334n, "33.337", -300_000n));
    expect(dollars(283.3305)).toEqual(rounded(28_333n, "283.3305", 50_000n));
    expect(dollars(100 / 3)).toEqual(rounded(3_333n, "33.333333333333336", 333_333n));
    expect(dollars("33.3330")).toEqual(rounded(3_333n, "33.3330", 300_000n));
    expect(dollars(decimal("2.5E-1"))).toEqual(exact(25n));
    expect(yen(decimal("2.5E-1"))).toEqual(rounded(0n, "2.5E-1", 250_000n));
    expect(yen(1200.4)).toEqual(rounded(1_200n, "1200.4", 400_000n));
    expect(dinars(1.0004)).toEqual(rounded(1_000n, "1.0004", 400_000n));
  });

  it("is rejected under the policy reject", () => {
    for (const value of [33.333, 283.3305, "33.333", decimal("33.333")]) {
      expect(dollars(value, "reject")).toEqual(rejected("money_sub_minor"));
    }
    expect(yen(0.5, "reject")).toEqual(rejected("money_sub_minor"));
  });

  it("goes to the even neighbour when it lies in the middle, which half-up would not", () => {
    expect(dollars(0.125)).toEqual(rounded(12n, "0.125", 500_000n));
    expect(dollars(1.005)).toEqual(rounded(100n, "1.005", 500_000n));
    expect(yen(2.5)).toEqual(rounded(2n, "2.5", 500_000n));
    expect(yen(0.5)).toEqual(rounded(0n, "0.5", 500_000n));
  });

  it("is in the middle by its decimal, which Math.round(x * 100) would miss", () => {
    expect(Math.round(1.015 * 100)).toBe(101);
    expect(dollars(1.015)).toEqual(rounded(102n, "1.015", -500_000n));
    expect(Math.round(10.075 * 100)).toBe(1_007);
    expect(dollars(10.075)).toEqual(rounded(1_008n, "10.075", -500_000n));
  });

  it("goes to the nearer neighbour otherwise, which cutting off would not", () => {
    expect(dollars(0.999)).toEqual(rounded(100n, "0.999", -100_000n));
    expect(dollars(decimal("0.12500000000000000000000000000001"))).toEqual(
      rounded(13n, "0.12500000000000000000000000000001", -500_000n),
    );
  });
});

describe("an amount of 10^15 minor units or more", () => {
  it("is rejected, whatever its type and currency", () => {
    for (const value of [
      1e13,
      1e21,
      1e300,
      Number.MAX_VALUE,
      2n ** 62n,
      "10000000000000",
      decimal("1E+13"),
      decimal("9E+6111"),
    ]) {
      expect(dollars(value)).toEqual(rejected("money_unsafe_magnitude"));
    }
    expect(yen(1e15)).toEqual(rejected("money_unsafe_magnitude"));
    expect(yen(2n ** 53n + 1n)).toEqual(rejected("money_unsafe_magnitude"));
    expect(dinars(1e12)).toEqual(rejected("money_unsafe_magnitude"));
  });

  it("begins exactly there, also by rounding", () => {
    expect(dollars(9_999_999_999_999.99)).toEqual(exact(10n ** 15n - 1n));
    expect(yen(999_999_999_999_999)).toEqual(exact(10n ** 15n - 1n));
    expect(yen(decimal("999999999999999.4"))).toEqual(rounded(10n ** 15n - 1n, "999999999999999.4", 400_000n));
    expect(yen(decimal("999999999999999.5"))).toEqual(rejected("money_unsafe_magnitude"));
    expect(yen(decimal("999999999999999.9999"))).toEqual(rejected("money_unsafe_magnitude"));
  });
});

describe("a value that is no amount", () => {
  const values: Record<string, SourceValue> = {
    "a missing field": undefined,
    null: null,
    "a boolean": true,
    NaN: Number.NaN,
    Infinity: Number.POSITIVE_INFINITY,
    "-Infinity": Number.NEGATIVE_INFINITY,
    "a negative double": -0.01,
    "a negative double within noise of zero": -1e-9,
    "a large negative double": -1e21,
    "a negative Long": -(2n ** 60n),
    "an empty string": "",
    '"1e3"': "1e3",
    '" 5"': " 5",
    '"5 "': "5 ",
    '"-5"': "-5",
    '"-0"': "-0",
    '"1,200"': "1,200",
    '"12.50 USD"': "12.50 USD",
    '"NaN"': "NaN",
    "a string of 101 digits": "1".repeat(101),
    "Decimal128 NaN": decimal("NaN"),
    "Decimal128 Infinity": decimal("Infinity"),
    "Decimal128 -Infinity": decimal("-Infinity"),
    "a negative Decimal128": decimal("-1E-6176"),
    "a date": { type: "date", ms: 5 },
    "an array": { type: "other", bsonType: "array" },
  };
  for (const [name, value] of Object.entries(values)) {
    it(`is rejected as invalid under both policies: ${name}`, () => {
      expect(dollars(value, "round")).toEqual(rejected("money_invalid"));
      expect(dollars(value, "reject")).toEqual(rejected("money_invalid"));
    });
  }
});
