import type { Db, Document, Filter } from "mongodb";
import type { AccountFilter, LedgerReader, TransactionFilter } from "../../application/ports/ledger-reader.ts";
import { type Id, paymentIdOfRow, type RowId } from "../../domain/ids.ts";
import { bsonOfId, idOfBson } from "../mongo-driver/id-codec.ts";
import { translated } from "../mongo-driver/translate-error.ts";
import { accountOf } from "./account-codec.ts";
import { collectionNames } from "./collections.ts";
import { cursorAfter, keysOfCursor } from "./cursor.ts";
import { exactNumbers } from "./long.ts";
import { rowOf } from "./row-codec.ts";

type RowDocument = Document & { readonly _id: string };

/** All row ids that begin with `payments/`: `0` is the character after the slash. */
const syncRows = { $gt: "payments/", $lt: "payments0" };

export const createMongoLedgerReader = (db: Db): LedgerReader => {
  const accounts = db.collection(collectionNames.accounts);
  const transactions = db.collection<RowDocument>(collectionNames.transactions);
  const majority = { ...exactNumbers, readConcern: { level: "majority" } } as const;

  return {
    account: (propertyId) =>
      translated("accounting", async () => {
        const document = await accounts.findOne(idIs(bsonOfId(propertyId)), majority);
        return document === null ? null : accountOf(document);
      }),
    accounts: (filter, { limit, cursor }) =>
      translated("accounting", async () => {
        const query = { $and: [accountQuery(filter), cursor === null ? {} : expression("$gt", "_id", keysOfCursor(cursor)._id)] };
        const documents = await accounts.find(query, majority).sort({ _id: 1 }).limit(limit + 1).toArray();
        return pageOf(documents, limit, accountOf, ({ _id }) => ({ _id }));
      }),
    transactions: (propertyId, filter, { limit, cursor }) =>
      translated("accounting", async () => {
        const query = { $and: [{ propertyId: bsonOfId(propertyId) }, transactionQuery(filter), cursor === null ? {} : olderThan(cursor)] };
        const sort = { occurredAt: -1, _id: -1 } as const;
        const documents = await transactions.find(query, majority).sort(sort).limit(limit + 1).toArray();
        return pageOf(documents, limit, rowOf, ({ occurredAt, _id }) => ({ occurredAt, _id }));
      }),
    transaction: (rowId) =>
      translated("accounting", async () => {
        const document = await transactions.findOne({ _id: rowId }, majority);
        return document === null ? null : rowOf(document);
      }),
    postedPayments: (after, limit) =>
      translated("accounting", async () => {
        const query = { _id: { ...syncRows, $gt: after ?? syncRows.$gt }, status: "posted" };
        const options = { readConcern: majority.readConcern, projection: { _id: 1 }, batchSize: limit };
        const documents = await transactions.find(query, options).sort({ _id: 1 }).limit(limit).toArray();
        // Safe: every `_id` in this collection is a row id.
        return postedPage(documents.map(({ _id }) => _id as RowId));
      }),
    activeProperties: (after, limit) =>
      translated("accounting", async () => {
        const query = { $and: [{ status: "active" }, after === null ? {} : expression("$gt", "_id", bsonOfId(after))] };
        const documents = await accounts.find(query, { projection: { _id: 1 } }).sort({ _id: 1 }).limit(limit).toArray();
        return documents.map((document) => idOfBson(document._id));
      }),
    counts: () =>
      translated("accounting", async () => ({
        accounts: await accounts.countDocuments({ status: "active" }),
        postedSyncRows: await transactions.countDocuments({ _id: syncRows, status: "posted" }),
      })),
    viewObstructed: () =>
      translated("accounting", async () => {
        const [found] = await db.listCollections({ name: collectionNames.view }).toArray();
        return found !== undefined && found.type !== "view";
      }),
  };
};

// Safe: the driver types every `_id` as ObjectId; ours are of any BSON type.
const idIs = (id: unknown): Filter<Document> => ({ _id: id }) as Filter<Document>;

/** A comparison across BSON types; the plain operators stay within the type of their operand. */
const expression = (operator: string, field: string, value: unknown): Filter<Document> => ({
  $expr: { [operator]: [`$${field}`, { $literal: value }] },
});

const accountQuery = ({ search, status, ownerId }: AccountFilter): Document => ({
  ...(status === null ? {} : { status }),
  ...(ownerId === null ? {} : { ownerKeys: bsonOfId(ownerId) }),
  ...(search === null ? {} : { $or: ["propertyName", "ownerName"].map((field) => ({ [field]: containing(search) })) }),
});

const containing = (text: string): RegExp => new RegExp(text.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&"), "i");

const transactionQuery = ({ from, to, ...equal }: TransactionFilter): Document => ({
  ...Object.fromEntries(Object.entries(equal).filter(([, value]) => value !== null)),
  ...(from === null && to === null
    ? {}
    : { occurredAt: { ...(from === null ? {} : { $gte: new Date(from) }), ...(to === null ? {} : { $lt: new Date(to) }) } }),
});

const olderThan = (cursor: string): Document => {
  const { occurredAt, _id } = keysOfCursor(cursor);
  return { $or: [{ occurredAt: { $lt: occurredAt } }, { occurredAt, _id: { $lt: _id } }] };
};

const pageOf = <T>(documents: readonly Document[], limit: number, toItem: (document: Document) => T, keysOf: (document: Document) => Document) => {
  const shown = documents.slice(0, limit);
  const last = documents.length > limit ? shown.at(-1) : undefined;
  return { items: shown.map(toItem), next: last === undefined ? null : cursorAfter(keysOf(last)) };
};

const postedPage = (rowIds: readonly RowId[]) => {
  const paymentIds = new Set<Id>();
  for (const rowId of rowIds) {
    const paymentId = paymentIdOfRow(rowId);
    if (paymentId !== null) paymentIds.add(paymentId);
  }
  return { paymentIds: [...paymentIds], rows: rowIds.length, last: rowIds.at(-1) ?? null };
};
