import type { Collection, Document } from "mongodb";
import { nowMs } from "../clock.ts";
import type { Baseline } from "../measure.ts";
import { embeddedAccountRows } from "../sizes.ts";
import { indexes } from "../source/store-payments.ts";
import { rowDocument } from "./finished-rows.ts";
import { onScratch } from "./scratch.ts";

const warmUpChanges = 5;
const account = { _id: "account" };

type EmbeddedRow = { readonly type: string; readonly amount: number };
type EmbeddedAccount = Document & { readonly _id: string };

/** E: the account as one document with all its rows: read it, push a row, add everything up again, replace it. Changes per second. */
export const embeddedAccount: Baseline = {
  title: `E: account of ${embeddedAccountRows.toLocaleString("en")} rows in one document`,
  unit: "changes/s",
  take: (bench) =>
    onScratch(bench, { withIndexes: false }, async (db) => {
      const accounts = db.collection<EmbeddedAccount>("accounts");
      await accounts.insertOne({ ...account, transactions: indexes(0, embeddedAccountRows).map(embeddedRow) });
      const change = (number: number): Promise<void> => addRow(accounts, embeddedRow(embeddedAccountRows + number));
      for (let number = 0; number < warmUpChanges; number += 1) await change(number);
      const startedAt = nowMs();
      for (let number = 0; number < bench.sizes.embeddedChanges; number += 1) await change(warmUpChanges + number);
      return bench.sizes.embeddedChanges / ((nowMs() - startedAt) / 1_000);
    }),
};

const addRow = async (accounts: Collection<EmbeddedAccount>, row: EmbeddedRow): Promise<void> => {
  const found = await accounts.findOne(account);
  if (found === null) throw new Error("the embedded account is gone");
  found.transactions.push(row);
  let totalIncome = 0;
  let totalExpenses = 0;
  for (const { type, amount } of found.transactions) {
    if (type === "income") totalIncome += amount;
    else totalExpenses += amount;
  }
  const totals = { totalIncome, totalExpenses, runningBalance: totalIncome - totalExpenses, lastUpdated: new Date() };
  await accounts.replaceOne(account, { ...found, ...totals }, { writeConcern: { w: "majority" } });
};

const embeddedRow = (index: number) => {
  const { _id, type, amountMinor, currency, occurredAt, description, category, source, referenceNumber } =
    rowDocument(index);
  const amount = Number(amountMinor) / 100;
  const texts = { description, category, referenceNumber, status: "completed" };
  return { _id, type, amount, currency, date: occurredAt, paymentId: source.id, ...texts };
};
