import { formatClusterTime } from "../domain/cluster-time.ts";
import type { Account } from "../domain/ledger/account.ts";
import { baseCurrencyOf, type CurrencyBalance } from "../domain/ledger/balance.ts";
import { type Currency, exponentOf } from "../domain/money/currency.ts";
import { toMajorNumber } from "../domain/money/money.ts";
import type { WireAccount } from "./account.ts";
import { moneyToWire } from "./money.ts";
import { timeToWire } from "./time.ts";

/** An account as the seed shows it: plain numbers in its base currency, beside them exact totals of each currency. */
export const accountToWire = (account: Account, defaultCurrency: Currency): WireAccount => ({
  propertyId: account.propertyId,
  companyId: account.companyId,
  propertyName: account.propertyName,
  propertyAddress: account.propertyAddress,
  ownerId: account.ownerId,
  ownerName: account.ownerName,
  status: account.status,
  isActive: account.status === "active",
  ...plainTotals(account, baseCurrencyOf(account.balances, defaultCurrency)),
  balances: Object.fromEntries([...account.balances].sort(byCurrency).map(balanceToWire)),
  asOf: formatClusterTime(account.asOf),
  version: account.version,
  createdAt: timeToWire(account.createdAt),
  lastUpdated: timeToWire(account.updatedAt),
});

type PlainTotals = Pick<WireAccount, "currency" | "runningBalance" | "totalIncome" | "totalExpenses">;

const plainTotals = ({ balances }: Account, currency: Currency): PlainTotals => {
  const totals = balances.get(currency);
  const plain = (amountMinor: bigint | undefined): number => toMajorNumber(amountMinor ?? 0n, exponentOf(currency));
  return {
    currency,
    runningBalance: plain(totals?.balanceMinor),
    totalIncome: plain(totals?.incomeMinor),
    totalExpenses: plain(totals?.expensesMinor),
  };
};

type CurrencyEntry = readonly [Currency, CurrencyBalance];

const byCurrency = ([a]: CurrencyEntry, [b]: CurrencyEntry): number => (a < b ? -1 : 1);

const balanceToWire = ([currency, totals]: CurrencyEntry): [string, WireAccount["balances"][string]] => [
  currency,
  {
    income: moneyToWire(totals.incomeMinor, currency),
    expenses: moneyToWire(totals.expensesMinor, currency),
    balance: moneyToWire(totals.balanceMinor, currency),
    rowCount: totals.rowCount,
  },
];
