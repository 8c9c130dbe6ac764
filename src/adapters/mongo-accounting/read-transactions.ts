import type { Db, Document, FindOptions } from "mongodb";
import type {
  LedgerReader,
  Page,
  PageRequest,
  PostedPaymentsPage,
  TransactionFilter,
} from "../../application/ports/ledger-reader.ts";
import { type Id, paymentIdOfRow, type RowId } from "../../domain/ids.ts";
import type { LedgerRow } from "../../domain/ledger/row.ts";
import { bsonOfId } from "../mongo-driver/id-codec.ts";
import { translated } from "../mongo-driver/translate-error.ts";
import { collectionNames } from "./collections.ts";
import { keysOfCursor, listName } from "./cursor.ts";
import { committed } from "./long.ts";
import { olderThan, pageOf } from "./page.ts";
import { rowOf } from "./row-codec.ts";
import { syncRows } from "./rows-filter.ts";

type RowDocument = Document & { readonly _id: string };

/** Rows: an account's, newest first, and all those of sync, by row id. */
export const createTransactionReader = (
  db: Db,
): Pick<LedgerReader, "transaction" | "transactions" | "postedPayments"> => {
  const transactions = db.collection<RowDocument>(collectionNames.transactions);
  return {
    transaction: (rowId) =>
      translated("accounting", async () => {
        const document = await transactions.findOne({ _id: rowId }, committed);
        return document === null ? null : rowOf(document);
      }),
    transactions: (propertyId, filter, page) =>
      translated("accounting", async () => {
        const question = { propertyId, filter, page };
        return transactionPage(question, await findTransactions(db, question, committed));
      }),
    postedPayments: (after, limit) =>
      translated("accounting", async () => {
        const query = { _id: { ...syncRows, $gt: after ?? syncRows.$gt }, status: "posted" };
        const find = transactions.find(query, { ...committed, projection: { _id: 1 }, batchSize: limit });
        const documents = await find.sort({ _id: 1 }).limit(limit).toArray();
        // Safe: every `_id` in this collection is a row id.
        return postedPage(documents.map(({ _id }) => _id as RowId));
      }),
  };
};

type Question = { readonly propertyId: Id; readonly filter: TransactionFilter; readonly page: PageRequest };

const listOf = ({ propertyId, filter }: Question): string => listName(`transactions/${propertyId}`, filter);

/** One document more than the page shows, newest first. */
export const findTransactions = (db: Db, question: Question, options: FindOptions): Promise<readonly Document[]> => {
  const { propertyId, filter, page } = question;
  const older = page.cursor === null ? {} : olderThan("occurredAt", keysOfCursor(page.cursor, listOf(question)));
  return db
    .collection(collectionNames.transactions)
    .find({ $and: [{ propertyId: bsonOfId(propertyId) }, transactionQuery(filter), older] }, options)
    .sort({ occurredAt: -1, _id: -1 })
    .limit(page.limit + 1)
    .toArray();
};

export const transactionPage = (question: Question, documents: readonly Document[]): Page<LedgerRow> =>
  pageOf(documents, {
    list: listOf(question),
    limit: question.page.limit,
    toItem: rowOf,
    keysOf: ({ occurredAt, _id }) => [occurredAt, _id],
  });

const transactionQuery = ({ from, to, ...equal }: TransactionFilter): Document => ({
  ...Object.fromEntries(Object.entries(equal).filter(([, value]) => value !== null)),
  ...(from === null && to === null ? {} : { occurredAt: { ...bound("$gte", from), ...bound("$lt", to) } }),
});

const bound = (operator: string, ms: number | null): Document => (ms === null ? {} : { [operator]: new Date(ms) });

const postedPage = (rowIds: readonly RowId[]): PostedPaymentsPage => {
  const paymentIds = new Set<Id>();
  for (const rowId of rowIds) {
    const paymentId = paymentIdOfRow(rowId);
    if (paymentId !== null) paymentIds.add(paymentId);
  }
  return { paymentIds: [...paymentIds], rows: rowIds.length, last: rowIds.at(-1) ?? null };
};
