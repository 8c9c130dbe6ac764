import type { Rounding } from "../../src/domain/ledger/rounding.ts";
import type { LedgerRow } from "../../src/domain/ledger/row.ts";
import type { Currency } from "../../src/domain/money/currency.ts";

type Sum = { rows: number; residualMicroMinor: bigint };

/** What a checkpoint must say of these rows: counted anew, in fractions of integers read off the text. */
export const expectedRounding = (rows: Iterable<LedgerRow>): Rounding => {
  const sums = new Map<Currency, Sum>();
  for (const { status, currency, amountSource, amountMinor, exponent } of rows) {
    if (status !== "posted" || amountSource === null) continue;
    const sum = sums.get(currency) ?? { rows: 0, residualMicroMinor: 0n };
    sum.rows += 1;
    sum.residualMicroMinor += millionthsOf(amountSource, exponent) - amountMinor * 1_000_000n;
    sums.set(currency, sum);
  }
  return [...sums.keys()]
    .sort()
    .map((currency) => ({ currency, rows: 0, residualMicroMinor: 0n, ...sums.get(currency) }));
};

/** A decimal text of major units, in millionths of the minor unit, half to even. */
export const millionthsOf = (text: string, exponent: number): bigint => {
  const [mantissa = "", power = "0"] = text.toLowerCase().split("e");
  const [whole = "", fraction = ""] = mantissa.split(".");
  const decimals = exponent + 6 + Number(power);
  const numerator = BigInt(whole + fraction) * 10n ** BigInt(Math.max(0, decimals));
  const denominator = 10n ** BigInt(fraction.length + Math.max(0, -decimals));
  const below = numerator / denominator;
  const toBelow = numerator - below * denominator;
  const toAbove = denominator - toBelow;
  return toBelow < toAbove || (toBelow === toAbove && below % 2n === 0n) ? below : below + 1n;
};
