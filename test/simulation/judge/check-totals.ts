import type { LedgerRow } from "../../../src/domain/ledger/row.ts";
import type { Books, Objections } from "./books.ts";

/** Every head's totals are the sums of its posted rows, per currency, and every row has a head. */
export const checkTotals = ({ rows, accounts }: Books): Objections => {
  const objections: string[] = [];
  const due = dueOf(rows.values());
  for (const [propertyId, { balances }] of accounts) {
    const shown = new Map<string, string>();
    for (const [currency, { incomeMinor, expensesMinor, balanceMinor, rowCount }] of balances)
      shown.set(currency, `${incomeMinor} − ${expensesMinor} = ${balanceMinor} in ${rowCount} rows`);
    const sums = due.get(propertyId) ?? new Map<string, string>();
    for (const currency of new Set([...sums.keys(), ...shown.keys()])) {
      const [wanted, found] = [sums.get(currency), shown.get(currency)];
      if (wanted !== found)
        objections.push(`property ${propertyId} shows ${currency} ${found}, its rows make ${wanted}`);
    }
  }
  for (const { id, propertyId, amountMinor } of rows.values()) {
    if (!accounts.has(propertyId)) objections.push(`row ${id} has no head`);
    if (amountMinor <= 0n) objections.push(`row ${id} is of ${amountMinor}`);
  }
  return objections;
};

type Sums = { income: bigint; expenses: bigint; rows: number };

const dueOf = (rows: Iterable<LedgerRow>): ReadonlyMap<string, ReadonlyMap<string, string>> => {
  const due = new Map<string, Map<string, Sums>>();
  for (const { status, propertyId, currency, direction, amountMinor } of rows) {
    if (status === "void") continue;
    const ofProperty = due.get(propertyId) ?? new Map<string, Sums>();
    const sums = ofProperty.get(currency) ?? { income: 0n, expenses: 0n, rows: 0 };
    if (direction === 1) sums.income += amountMinor;
    else sums.expenses += amountMinor;
    sums.rows += 1;
    due.set(propertyId, ofProperty.set(currency, sums));
  }
  return new Map([...due].map(([propertyId, ofProperty]) => [propertyId, new Map([...ofProperty].map(textOf))]));
};

const textOf = ([currency, { income, expenses, rows }]: readonly [string, Sums]): [string, string] => [
  currency,
  `${income} − ${expenses} = ${income - expenses} in ${rows} rows`,
];
