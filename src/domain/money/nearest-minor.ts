import { divideHalfEven } from "./divide-half-even.ts";
import { type Minor, minorOf } from "./money.ts";
import type { Decimal } from "./parse-decimal.ts";

/** Amounts are below this many minor units: beyond it a double no longer tells one from the next (it keeps 15 digits). */
const minorEnd = 10n ** 15n;

/** An amount at the minor unit; `residual / divisor` minor units is what the source has beyond it, between −1/2 and 1/2. */
export type NearestMinor = {
  readonly amountMinor: Minor;
  readonly residual: bigint;
  readonly divisor: bigint;
};

/** The whole number of minor units nearest to a decimal ≥ 0 in major units, half to even; null when that is 10^15 or more. */
export const nearestMinor = (source: Decimal, exponent: number): NearestMinor | null => {
  const shift = exponent - source.scale;
  const dividend = shift > 0 ? source.digits * 10n ** BigInt(shift) : source.digits;
  const divisor = shift < 0 ? 10n ** BigInt(-shift) : 1n;
  const amount = divideHalfEven(dividend, divisor);
  if (amount >= minorEnd) return null;
  return { amountMinor: minorOf(amount), residual: dividend - amount * divisor, divisor };
};
