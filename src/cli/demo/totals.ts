import type { Db } from "mongodb";
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

/** Of the rows that come from payments: whatever somebody has entered by hand meanwhile stands beside them. */
export const totalsOfSyncRows = async (accounting: Db): Promise<Totals> => {
  const posted = { $match: { origin: "sync", status: "posted" } };
  const sums = { $group: { _id: "$currency", minor: { $sum: "$amountMinor" } } };
  const options = { useBigInt64: true };
  const groups = await accounting.collection("transactions").aggregate([posted, sums], options).toArray();
  return new Map(groups.map(({ _id, minor }) => [_id, minor]));
};

export const rowsOfAccounts = (accounts: readonly WireAccount[]): number =>
  accounts.flatMap(({ balances }) => Object.values(balances)).reduce((sum, { rowCount }) => sum + rowCount, 0);

/** The demo knows what it has paid: the ledger has to say the same. Answers in words, or fails. */
export const requireSame = (found: Totals, expected: Totals): string => {
  const isSame =
    found.size === expected.size && [...found].every(([currency, minor]) => expected.get(currency) === minor);
  if (isSame) return `${textOf(found)}: to the cent what the payments add up to`;
  throw new Error(`The ledger says ${textOf(found)}, the payments add up to ${textOf(expected)}.`);
};

/** `USD 412,345.67`; the demo's currencies have two decimals. */
const textOf = (totals: Totals): string =>
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
