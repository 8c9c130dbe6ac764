import type { Document } from "mongodb";
import { keyOf } from "./bson-values.ts";

/** Totals per currency, minor units; a currency without posted rows is not there. */
export type Totals = Record<string, { income: bigint; expenses: bigint; rows: number }>;

export const addToTotals = (totals: Totals, { currency, direction, amountMinor }: Document): void => {
  totals[currency] ??= { income: 0n, expenses: 0n, rows: 0 };
  const total = totals[currency];
  if (direction === 1) total.income += amountMinor;
  else total.expenses += amountMinor;
  total.rows += 1;
};

/** Totals by property, summed from posted rows. */
export const createTotalsByProperty = () => {
  const byProperty = new Map<string, Totals>();
  return {
    add: (row: Document): void => {
      const property = keyOf(row.propertyId);
      const totals = byProperty.get(property) ?? {};
      byProperty.set(property, totals);
      addToTotals(totals, row);
    },
    of: (property: string): Totals => byProperty.get(property) ?? {},
    properties: (): Iterable<string> => byProperty.keys(),
  };
};

/** What a head says, in the same form; balance ≠ income − expenses shows as another number of rows. */
export const totalsOfHead = (balances: Document): Totals =>
  Object.fromEntries(
    Object.entries(balances).map(([currency, { incomeMinor, expensesMinor, balanceMinor, rowCount }]) => [
      currency,
      {
        income: incomeMinor,
        expenses: expensesMinor,
        rows: balanceMinor === incomeMinor - expensesMinor ? rowCount : Number.NaN,
      },
    ]),
  );

export const textOfTotals = (totals: Totals): string =>
  Object.keys(totals)
    .sort()
    .map(
      (currency) =>
        `${currency} +${totals[currency]?.income} -${totals[currency]?.expenses} in ${totals[currency]?.rows}`,
    )
    .join(", ");
