import type { WireAccount } from "../../contract/account.ts";
import type { ExpectedIncome } from "./create-payment.ts";

/** Income per currency in minor units. */
export type Totals = ReadonlyMap<string, bigint>;

export const totalsOfPayments = (incomes: readonly ExpectedIncome[]): Totals => {
  const totals = new Map<string, bigint>();
  for (const income of incomes) if (income !== null) add(totals, income.currency, income.minor);
  return totals;
};

export const totalsOfAccounts = (accounts: readonly WireAccount[]): Totals => {
  const totals = new Map<string, bigint>();
  for (const { balances } of accounts) {
    for (const [currency, { income }] of Object.entries(balances)) add(totals, currency, minorOf(income.amount));
  }
  return totals;
};

export const rowsOfAccounts = (accounts: readonly WireAccount[]): number =>
  accounts.flatMap(({ balances }) => Object.values(balances)).reduce((sum, { rowCount }) => sum + rowCount, 0);

export const sameTotals = (a: Totals, b: Totals): boolean =>
  a.size === b.size && [...a].every(([currency, minor]) => b.get(currency) === minor);

/** `USD 412,345.67`; the demo's currencies have two decimals. */
export const textOfTotals = (totals: Totals): string =>
  [...totals]
    .toSorted()
    .map(
      ([currency, minor]) => `${currency} ${(Number(minor) / 100).toLocaleString("en", { minimumFractionDigits: 2 })}`,
    )
    .join(", ");

const add = (totals: Map<string, bigint>, currency: string, minor: bigint): void => {
  totals.set(currency, (totals.get(currency) ?? 0n) + minor);
};

const minorOf = (amount: string): bigint => BigInt(amount.replace(".", ""));
