import type { Document } from "mongodb";
import type { Account } from "../../domain/ledger/account.ts";
import type { Balances, CurrencyBalance } from "../../domain/ledger/balance.ts";
import type { Currency } from "../../domain/money/currency.ts";
import { timestampOf } from "../mongo-driver/cluster-time-codec.ts";
import { bsonOfId, idOfBson } from "../mongo-driver/id-codec.ts";
import { longOf } from "./long.ts";
import { clusterTimeOfStored, int64Of, msOf } from "./tampered.ts";
import type { Update } from "./write.ts";

export const documentOfAccount = (account: Account): Document => ({
  _id: bsonOfId(account.propertyId),
  ...(account.companyId === null ? {} : { companyId: bsonOfId(account.companyId) }),
  propertyName: account.propertyName,
  propertyAddress: account.propertyAddress,
  ownerId: account.ownerId === null ? null : bsonOfId(account.ownerId),
  ownerKeys: account.ownerKeys.map(bsonOfId),
  ownerName: account.ownerName,
  status: account.status,
  balances: documentOfBalances(account.balances),
  asOf: timestampOf(account.asOf),
  version: account.version,
  createdAt: new Date(account.createdAt),
  updatedAt: new Date(account.updatedAt),
});

/** Only what a change of totals touches: less for the server to write, for itself and for its members. */
export const shiftOfAccount = (account: Account): Update => {
  const { _id, balances, asOf, version, updatedAt } = documentOfAccount(account);
  return { q: { _id }, u: { $set: { balances, asOf, version, updatedAt } } };
};

const documentOfBalances = (balances: Balances): Document =>
  Object.fromEntries(
    [...balances].map(([currency, balance]) => [
      currency,
      {
        incomeMinor: longOf(balance.incomeMinor),
        expensesMinor: longOf(balance.expensesMinor),
        balanceMinor: longOf(balance.balanceMinor),
        rowCount: balance.rowCount,
      },
    ]),
  );

/** Expects `exactNumbers` decoding. */
export const accountOf = (document: Document): Account => ({
  propertyId: idOfBson(document._id),
  companyId: document.companyId === undefined ? null : idOfBson(document.companyId),
  propertyName: document.propertyName,
  propertyAddress: document.propertyAddress,
  ownerId: document.ownerId === null ? null : idOfBson(document.ownerId),
  ownerKeys: (document.ownerKeys ?? []).map(idOfBson),
  ownerName: document.ownerName,
  status: document.status,
  balances: balancesOf(document.balances ?? {}),
  asOf: clusterTimeOfStored(document.asOf),
  version: document.version,
  createdAt: msOf(document.createdAt),
  updatedAt: msOf(document.updatedAt),
});

const balancesOf = (document: Document): Balances =>
  // Safe: every key is a currency, or somebody else's word for one, which a check reports.
  new Map(Object.entries(document).map(([currency, balance]) => [currency as Currency, balanceOf(balance)]));

const balanceOf = (balance: Document): CurrencyBalance => ({
  incomeMinor: int64Of(balance.incomeMinor),
  expensesMinor: int64Of(balance.expensesMinor),
  balanceMinor: int64Of(balance.balanceMinor),
  rowCount: Number(balance.rowCount),
});
