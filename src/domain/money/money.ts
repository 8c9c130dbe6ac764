import type { Currency } from "./currency.ts";

/** An amount in whole minor units of some currency (cents); may be negative, as a balance is. */
export type Minor = bigint & { readonly __brand: "Minor" };

/** An amount and its currency. Currencies are never added together. */
export type Money = { readonly amountMinor: Minor; readonly currency: Currency };

/** Marks an integer as minor units: for sums and differences of amounts in one currency. */
export const minorOf = (value: bigint): Minor => {
  // Safe: every integer is a whole number of minor units.
  return value as Minor;
};

/** The decimal string in major units, always with `exponent` decimals: 120000n → "1200.00", -5n → "-0.05". */
export const formatAmount = (amountMinor: bigint, exponent: number): string => {
  const sign = amountMinor < 0n ? "-" : "";
  const digits = (amountMinor < 0n ? -amountMinor : amountMinor).toString().padStart(exponent + 1, "0");
  if (exponent === 0) return `${sign}${digits}`;
  return `${sign}${digits.slice(0, -exponent)}.${digits.slice(-exponent)}`;
};

/** The double nearest to the amount in major units, for readers that expect plain numbers. Exact to the minor unit below 10^15 of them. */
export const toMajorNumber = (amountMinor: bigint, exponent: number): number =>
  Number(formatAmount(amountMinor, exponent));
