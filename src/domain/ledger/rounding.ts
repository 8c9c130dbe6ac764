import type { Currency } from "../money/currency.ts";
import { residualMicroMinorOf } from "../money/residual.ts";
import type { RowStep } from "./plan-rows.ts";
import type { LedgerRow } from "./row.ts";

/** What rounding to the minor unit has left in one currency. */
export type CurrencyRounding = {
  readonly currency: Currency;
  /** Posted rows whose amount was rounded. */
  readonly rows: number;
  /** What their sources say beyond their amounts, summed, in 10^-6 minor units. */
  readonly residualMicroMinor: bigint;
};

/** By alphabet. A currency without rounded rows is absent; as a shift, one in which nothing changes. */
export type Rounding = readonly CurrencyRounding[];

/** What a plan's steps change: rows are taken away as they were and put in as they become, so that none counts twice. */
export const roundingShiftOf = (steps: readonly RowStep[]): Rounding => {
  const parts: CurrencyRounding[] = [];
  for (const { before, after } of steps) {
    if (before !== null) parts.push(...roundingOfRow(before, -1));
    parts.push(...roundingOfRow(after, 1));
  }
  return summed(parts);
};

export const addRoundings = (a: Rounding, b: Rounding): Rounding => (b.length === 0 ? a : summed([...a, ...b]));

const roundingOfRow = (row: LedgerRow, sign: 1 | -1): Rounding => {
  const { status, currency, amountSource, amountMinor, exponent } = row;
  if (status === "void" || amountSource === null) return [];
  const residual = residualMicroMinorOf({ amountSource, amountMinor, exponent });
  return [{ currency, rows: sign, residualMicroMinor: sign === 1 ? residual : -residual }];
};

const summed = (parts: Rounding): Rounding => {
  const sums = new Map<Currency, CurrencyRounding>();
  for (const part of parts) {
    const sum = sums.get(part.currency);
    sums.set(part.currency, sum === undefined ? part : added(sum, part));
  }
  return [...sums.values()].filter(isSomething).sort((a, b) => (a.currency < b.currency ? -1 : 1));
};

const added = (a: CurrencyRounding, b: CurrencyRounding): CurrencyRounding => ({
  currency: a.currency,
  rows: a.rows + b.rows,
  residualMicroMinor: a.residualMicroMinor + b.residualMicroMinor,
});

/** One rounded amount in another's place leaves the number of rows and moves the residual: both must be nothing. */
const isSomething = ({ rows, residualMicroMinor }: CurrencyRounding): boolean =>
  rows !== 0 || residualMicroMinor !== 0n;
