import { divideHalfEven } from "./divide-half-even.ts";
import { parseDecimal } from "./parse-decimal.ts";

/** An amount that was rounded, beside what the source says: major units, as the source writes them. */
export type RoundedMoney = {
  readonly amountSource: string;
  readonly amountMinor: bigint;
  readonly exponent: number;
};

const microPerMinor = 1_000_000n;

/**
 * Source − amount in 10^-6 minor units, half to even: an integer, so that it can be summed and taken away again exactly.
 * A text that is no decimal leaves no residual: a row edited by hand must not stop the ledger.
 */
export const residualMicroMinorOf = ({ amountSource, amountMinor, exponent }: RoundedMoney): bigint => {
  const source = parseDecimal(amountSource);
  if (source === null) return 0n;
  const digits = source.negative ? -source.digits : source.digits;
  const shift = exponent - source.scale;
  const dividend = shift > 0 ? digits * 10n ** BigInt(shift) : digits;
  const divisor = shift < 0 ? 10n ** BigInt(-shift) : 1n;
  return divideHalfEven((dividend - amountMinor * divisor) * microPerMinor, divisor);
};
