import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type ParsedAmount, parseAmount, type SubMinorPolicy } from "../../../src/domain/money/parse-amount.ts";
import type { SourceValue } from "../../../src/domain/source/source-value.ts";

const decimal = (text: string): SourceValue => ({ type: "decimal", text });
const rejected = (code: string) => ({ kind: "rejected", code });

/** What `text`, a decimal ≥ 0, must become; by fractions of integers alone, and by comparing the distances of both neighbours. */
const oracle = (text: string, exponent: number, subMinor: SubMinorPolicy): object => {
  const [mantissa = "", power = "0"] = text.toLowerCase().split("e");
  const [whole = "", fraction = ""] = mantissa.split(".");
  const up = BigInt(Math.max(0, Number(power)) + exponent);
  const denominator = 10n ** BigInt(fraction.length + Math.max(0, -Number(power)));
  const numerator = BigInt(whole + fraction) * 10n ** up;
  const below = numerator / denominator;
  const toBelow = numerator - below * denominator;
  const toAbove = denominator - toBelow;
  const isBelow = toBelow < toAbove || (toBelow === toAbove && below % 2n === 0n);
  const nearest = isBelow ? below : below + 1n;
  const distance = isBelow ? toBelow : toAbove;
  if (nearest >= 10n ** 15n) return rejected("money_unsafe_magnitude");
  if (distance === 0n) return { kind: "exact", amountMinor: nearest };
  if (1_000n * distance <= denominator) return { kind: "noise", amountMinor: nearest };
  if (subMinor === "reject") return rejected("money_sub_minor");
  return { kind: "rounded", amountMinor: nearest, amountSource: text };
};

const withoutResidual = (amount: ParsedAmount): object => {
  if (amount.kind !== "rounded") return amount;
  return { kind: amount.kind, amountMinor: amount.amountMinor, amountSource: amount.amountSource };
};

const next = (value: number, ulps: number): number => {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, value);
  view.setBigInt64(0, view.getBigInt64(0) + BigInt(ulps));
  return view.getFloat64(0);
};

const exponent = fc.constantFrom(0, 2, 3, 4);
const subMinor = fc.constantFrom<SubMinorPolicy>("round", "reject");
const scale = fc.integer({ min: 0, max: 8 });
const count = fc.oneof(fc.integer({ min: 0, max: 1_000_000 }), fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER }));
const plain = fc.tuple(count, scale).map(([digits, decimals]) => digits / 10 ** decimals);
const double = fc.oneof(
  plain,
  fc.tuple(plain, fc.integer({ min: -3, max: 3 })).map(([value, ulps]) => (value === 0 ? 0 : next(value, ulps))),
  fc.tuple(count, scale).map(([digits, decimals]) => digits * 10 ** -decimals),
  fc.tuple(plain, plain).map(([a, b]) => a + b),
  fc.tuple(plain, fc.constantFrom(0.85, 0.9, 0.05, 1 / 3, 1.1)).map(([amount, share]) => amount * share),
  fc.double({ min: 0, noNaN: true, noDefaultInfinity: true }),
  fc.double({ min: 0, max: 1e13, noNaN: true }),
);
const tie = fc.tuple(fc.bigInt(0n, 10n ** 14n), exponent).map(([minor, digits]) => `${minor}5E-${digits + 1}`);
const decimalText = fc.oneof(
  double.map(String),
  tie,
  fc
    .tuple(fc.bigInt(0n, 10n ** 34n - 1n), fc.integer({ min: -60, max: 20 }))
    .map(([digits, power]) => `${digits}E${power}`),
  fc.tuple(fc.bigInt(0n, 10n ** 15n), fc.bigInt(0n, 10n ** 18n)).map(([whole, fraction]) => `${whole}.${fraction}`),
);
const runs = { numRuns: 10_000 };

describe("any amount", () => {
  it("given as a double is what its shortest decimal says", () => {
    fc.assert(
      fc.property(double, exponent, subMinor, (value, digits, policy) => {
        expect(withoutResidual(parseAmount(value, digits, policy))).toEqual(oracle(String(value), digits, policy));
      }),
      runs,
    );
  });

  it("given as a Decimal128 is what its digits say", () => {
    fc.assert(
      fc.property(decimalText, exponent, subMinor, (text, digits, policy) => {
        expect(withoutResidual(parseAmount(decimal(text), digits, policy))).toEqual(oracle(text, digits, policy));
      }),
      runs,
    );
  });

  it("is the same by the fast way for plain doubles as by the exact one", () => {
    fc.assert(
      fc.property(double, exponent, subMinor, (value, digits, policy) => {
        expect(parseAmount(value, digits, policy)).toEqual(parseAmount(decimal(String(value)), digits, policy));
      }),
      runs,
    );
  });

  it("is the same as a string as it is as a Decimal128, when the string is strict", () => {
    fc.assert(
      fc.property(fc.bigInt(0n, 10n ** 16n), fc.stringMatching(/^\d{0,9}$/), exponent, (whole, fraction, digits) => {
        const text = fraction === "" ? `${whole}` : `${whole}.${fraction}`;
        expect(parseAmount(text, digits, "round")).toEqual(parseAmount(decimal(text), digits, "round"));
      }),
      runs,
    );
  });

  it("is conserved: amount and residual add up to the source, to half a millionth of a minor unit", () => {
    fc.assert(
      fc.property(decimalText, exponent, (text, digits) => {
        const amount = parseAmount(decimal(text), digits, "round");
        if (amount.kind !== "rounded") return;
        const micro = amount.amountMinor * 1_000_000n + amount.residualMicroMinor;
        const source = parseAmount(decimal(text), digits + 6, "round");
        if (source.kind !== "rejected") expect(micro).toBe(source.amountMinor);
        expect(amount.residualMicroMinor >= -500_000n && amount.residualMicroMinor <= 500_000n).toBe(true);
      }),
      runs,
    );
  });

  it("below zero is invalid", () => {
    fc.assert(
      fc.property(double, exponent, subMinor, (value, digits, policy) => {
        fc.pre(value > 0);
        expect(parseAmount(-value, digits, policy)).toEqual(rejected("money_invalid"));
      }),
      runs,
    );
  });
});
