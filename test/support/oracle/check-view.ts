import type { Db, Document, Filter } from "mongodb";
import { keyOf } from "./bson-values.ts";
import type { Report } from "./report.ts";
import { exactDecoding, storedDocuments } from "./stored-ledger.ts";

const transactionsMax = 10_000;

type Checked = { readonly accounting: Db; readonly defaultCurrency: string; readonly report: Report };

/** The view `propertyaccounts` shows each head and its posted rows in plain numbers of the base currency. */
export const checkView = async (checked: Checked): Promise<void> => {
  const { accounting, report } = checked;
  const shown = new Set<string>();
  for await (const account of storedDocuments(accounting, "propertyaccounts")) {
    shown.add(keyOf(account._id));
    const head = await findOne(accounting, "accounts", account._id);
    if (head === null) report(`the view shows ${keyOf(account._id)}, which has no head`);
    else await checkAccount(checked, account, head);
  }
  for await (const head of storedDocuments(accounting, "accounts"))
    if (!shown.has(keyOf(head._id))) report(`the view lacks ${keyOf(head._id)}`);
};

// Safe: the driver types every `_id` as ObjectId; those of heads are of any BSON type.
const findOne = (accounting: Db, collection: string, id: unknown): Promise<Document | null> =>
  accounting.collection(collection).findOne({ _id: id } as Filter<Document>, exactDecoding);

const checkAccount = async (checked: Checked, account: Document, head: Document): Promise<void> => {
  const rows = await checked.accounting
    .collection("transactions")
    .find({ propertyId: head._id, status: "posted" }, exactDecoding)
    .sort({ occurredAt: -1, _id: -1 })
    .toArray();
  const shall = JSON.stringify(dueAccount(head, rows, checked.defaultCurrency));
  const tells = JSON.stringify(shownAccount(account));
  if (tells !== shall) checked.report(`the view shows ${firstDifference(tells, shall)} of ${keyOf(head._id)}`);
};

const dueAccount = (head: Document, rows: readonly Document[], defaultCurrency: string) => {
  const currencies = Object.keys(head.balances).sort();
  const base = currencies.includes(defaultCurrency) ? defaultCurrency : (currencies[0] ?? defaultCurrency);
  const balance = head.balances[base] ?? { balanceMinor: 0n, incomeMinor: 0n, expensesMinor: 0n };
  const exponent = rows.find((row) => row.currency === base)?.exponent ?? 2;
  return {
    propertyId: keyOf(head._id),
    propertyName: head.propertyName,
    propertyAddress: head.propertyAddress,
    ownerId: keyOf(head.ownerId),
    ownerName: head.ownerName,
    runningBalance: inMajor(balance.balanceMinor, exponent),
    totalIncome: inMajor(balance.incomeMinor, exponent),
    totalExpenses: inMajor(balance.expensesMinor, exponent),
    isActive: head.status === "active",
    lastUpdated: head.updatedAt.getTime(),
    transactionsTruncated: rows.length > transactionsMax,
    transactions: rows.slice(0, transactionsMax).reverse().map(seedTransaction),
  };
};

const shownAccount = (account: Document) => ({
  propertyId: keyOf(account.propertyId),
  propertyName: account.propertyName,
  propertyAddress: account.propertyAddress,
  ownerId: keyOf(account.ownerId),
  ownerName: account.ownerName,
  runningBalance: account.runningBalance,
  totalIncome: account.totalIncome,
  totalExpenses: account.totalExpenses,
  isActive: account.isActive,
  lastUpdated: account.lastUpdated.getTime(),
  transactionsTruncated: account.transactionsTruncated === true,
  transactions: account.transactions.map(shownTransaction),
});

/** The double nearest to the decimal, as a person would type it. */
const inMajor = (minor: bigint, exponent: number): number => {
  const digits = String(minor < 0n ? -minor : minor).padStart(exponent + 1, "0");
  const text = exponent === 0 ? digits : `${digits.slice(0, -exponent)}.${digits.slice(-exponent)}`;
  return Number(minor < 0n ? `-${text}` : text);
};

const seedTransaction = (row: Document) => ({
  _id: row._id,
  type: row.type,
  amount: inMajor(row.amountMinor, row.exponent),
  currency: row.currency,
  date: row.occurredAt.getTime(),
  description: row.description ?? null,
  category: row.category ?? null,
  paymentId: row.source === undefined ? null : keyOf(row.source.id),
  referenceNumber: row.referenceNumber ?? null,
  status: "completed",
});

const shownTransaction = (shown: Document) => ({
  _id: shown._id,
  type: shown.type,
  amount: shown.amount,
  currency: shown.currency,
  date: shown.date.getTime(),
  description: shown.description ?? null,
  category: shown.category ?? null,
  paymentId: shown.paymentId === undefined ? null : keyOf(shown.paymentId),
  referenceNumber: shown.referenceNumber ?? null,
  status: shown.status,
});

const firstDifference = (told: string, due: string): string => {
  const at = [...told].findIndex((character, index) => character !== due[index]);
  const around = (text: string): string => text.slice(Math.max(0, at - 60), at + 60);
  return `“${around(told)}” instead of “${around(due)}”`;
};
