import type { Id } from "../ids.ts";
import type { Account } from "../ledger/account.ts";
import type { Balances, CurrencyBalance } from "../ledger/balance.ts";
import { type Currency, currencyOf, exponentOf } from "../money/currency.ts";
import { formatAmount } from "../money/money.ts";
import type { Finding } from "./finding.ts";
import { findingOf } from "./rules.ts";

const nothing: CurrencyBalance = { incomeMinor: 0n, expensesMinor: 0n, balanceMinor: 0n, rowCount: 0 };

/** A head against the sum of its posted rows: one finding per currency, the one that weighs most. */
export const compareTotals = (propertyId: Id, head: Account | null, sums: Balances): readonly Finding[] => {
  const place = { collection: "accounts", key: propertyId, propertyId } as const;
  if (head === null)
    return [findingOf("missing_account", { ...place, field: "", expected: "an account", found: "missing" })];
  const currencies = new Set([...head.balances.keys(), ...sums.keys()]);
  return [...currencies].flatMap((currency) => compareCurrency(place, currency, head.balances, sums));
};

type Place = Pick<Finding, "collection" | "key" | "propertyId">;

const compareCurrency = (place: Place, currency: Currency, told: Balances, sums: Balances): readonly Finding[] => {
  const said = told.get(currency) ?? nothing;
  const due = sums.get(currency) ?? nothing;
  const part = parts.find(({ field }) => said[field] !== due[field]);
  if (part === undefined && told.has(currency) === sums.has(currency)) return [];
  const { rule, field, name } = part ?? countPart;
  const textOf = (balance: CurrencyBalance): string => amountText(balance[field], currency);
  const at = { ...place, field: `balances.${currency}.${name}` };
  return [findingOf(rule, { ...at, expected: textOf(due), found: textOf(said) })];
};

const countPart = { rule: "row_count_mismatch", field: "rowCount", name: "rowCount" } as const;

/** What weighs most comes first: a wrong balance is also a wrong total. */
const parts = [
  { rule: "balance_mismatch", field: "balanceMinor", name: "balance" },
  { rule: "totals_mismatch", field: "incomeMinor", name: "income" },
  { rule: "totals_mismatch", field: "expensesMinor", name: "expenses" },
  countPart,
] as const;

/** A tampered head may name a currency that does not exist. */
const amountText = (minor: unknown, currency: Currency): string => {
  if (typeof minor !== "bigint") return String(minor);
  const known = currencyOf(currency);
  return known === null ? `${minor} minor units` : `${formatAmount(minor, exponentOf(known))} ${known}`;
};
