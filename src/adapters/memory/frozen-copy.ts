import type { Account } from "../../domain/ledger/account.ts";

/** A deep copy of plain data that nobody can change: what is stored is neither the caller's object nor the reader's. */
export const frozenCopy = <Value>(value: Value): Value => {
  if (typeof value !== "object" || value === null) return value;
  const copy = Array.isArray(value)
    ? value.map(frozenCopy)
    : Object.fromEntries(Object.entries(value).map(([name, part]) => [name, frozenCopy(part)]));
  // Safe: the same entries under the same names, as plain data is all there is.
  return Object.freeze(copy) as Value;
};

/** A map cannot be frozen, so that heads are copied on their way in and out. */
export const copyOfAccount = (account: Account): Account => {
  const { balances, ...rest } = account;
  const copies = [...balances].map(([currency, balance]) => [currency, frozenCopy(balance)] as const);
  return { ...frozenCopy(rest), balances: new Map(copies) };
};
