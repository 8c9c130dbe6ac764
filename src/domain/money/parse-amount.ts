import type { SourceValue } from "../source/source-value.ts";
import { divideHalfEven } from "./divide-half-even.ts";
import { type Minor, minorOf } from "./money.ts";
import { type NearestMinor, nearestMinor } from "./nearest-minor.ts";
import { isStrictDecimal, parseDecimal } from "./parse-decimal.ts";

/** What becomes of an amount finer than the minor unit: rounded half to even, or rejected. */
export type SubMinorPolicy = "round" | "reject";

export type MoneyRejectionCode = "money_invalid" | "money_unsafe_magnitude" | "money_sub_minor";

export type ExactAmount = { readonly kind: "exact"; readonly amountMinor: Minor };

/** Off a minor unit by at most 0.001 of it, as binary arithmetic leaves it (0.30000000000000004): meant to be that unit. */
export type NoiseAmount = { readonly kind: "noise"; readonly amountMinor: Minor };

/**
 * Finer than the minor unit. `amountSource`: the source's own decimal text, major units.
 * `residualMicroMinor`: source − amount in 10^-6 minor units, half to even, within ±500,000; an integer, so that it can be summed.
 */
export type RoundedAmount = {
  readonly kind: "rounded";
  readonly amountMinor: Minor;
  readonly amountSource: string;
  readonly residualMicroMinor: bigint;
};

export type AmountRejection = { readonly kind: "rejected"; readonly code: MoneyRejectionCode };

export type ParsedAmount = ExactAmount | NoiseAmount | RoundedAmount | AmountRejection;

const invalid: AmountRejection = { kind: "rejected", code: "money_invalid" };
const unsafeMagnitude: AmountRejection = { kind: "rejected", code: "money_unsafe_magnitude" };
const finerThanMinor: AmountRejection = { kind: "rejected", code: "money_sub_minor" };

const noisePerMinor = 1_000n;
const microPerMinor = 1_000_000n;

/**
 * A source amount in major units as whole minor units; `exponent` is the currency's (0 to 4). A double is read by its
 * shortest decimal string. Zero, also -0, is exact. Rejections: `money_invalid` = no finite number ≥ 0,
 * `money_unsafe_magnitude` = 10^15 minor units or more, `money_sub_minor` = finer than the policy allows.
 */
export const parseAmount = (value: SourceValue, exponent: number, subMinor: SubMinorPolicy): ParsedAmount => {
  const amountMinor = typeof value === "number" ? plainMinorOf(value, exponent) : null;
  if (amountMinor !== null) return { kind: "exact", amountMinor };
  const text = decimalTextOf(value);
  const source = text === null ? null : parseDecimal(text);
  if (text === null || source === null || (source.negative && source.digits !== 0n)) return invalid;
  const nearest = nearestMinor(source, exponent);
  if (nearest === null) return unsafeMagnitude;
  return nearest.residual === 0n
    ? { kind: "exact", amountMinor: nearest.amountMinor }
    : settle(nearest, text, subMinor);
};

/**
 * The fast way for a double with at most `exponent` decimals; null = take the exact one. The product is only a guess:
 * dividing an integer below 10^15 rounds once, to the double nearest to that decimal, and since a double keeps
 * 15 digits, equality proves the decimal to be the shortest one of `value`.
 */
const plainMinorOf = (value: number, exponent: number): Minor | null => {
  const minorPerMajor = 10 ** exponent;
  const guess = Math.round(value * minorPerMajor);
  const isPlain = guess >= 0 && guess < 1e15 && guess / minorPerMajor === value;
  return isPlain ? minorOf(BigInt(guess)) : null;
};

const decimalTextOf = (value: SourceValue): string | null => {
  if (typeof value === "number" || typeof value === "bigint") return String(value);
  if (typeof value === "string") return isStrictDecimal(value) ? value : null;
  return typeof value === "object" && value?.type === "decimal" ? value.text : null;
};

const settle = (nearest: NearestMinor, text: string, subMinor: SubMinorPolicy): ParsedAmount => {
  const { amountMinor, residual, divisor } = nearest;
  const distance = residual < 0n ? -residual : residual;
  if (distance * noisePerMinor <= divisor) return { kind: "noise", amountMinor };
  if (subMinor === "reject") return finerThanMinor;
  const residualMicroMinor = divideHalfEven(residual * microPerMinor, divisor);
  return { kind: "rounded", amountMinor, amountSource: text, residualMicroMinor };
};
