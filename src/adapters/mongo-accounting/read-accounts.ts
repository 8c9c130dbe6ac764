import type { Db, Document, Filter } from "mongodb";
import type { AccountFilter, LedgerReader } from "../../application/ports/ledger-reader.ts";
import { timestampOf } from "../mongo-driver/cluster-time-codec.ts";
import { bsonOfId, idOfBson } from "../mongo-driver/id-codec.ts";
import { translated } from "../mongo-driver/translate-error.ts";
import { accountOf } from "./account-codec.ts";
import { collectionNames } from "./collections.ts";
import { keysOfCursor, listName } from "./cursor.ts";
import { committed } from "./long.ts";
import { pageOf } from "./page.ts";

/** Heads, by property id. */
export const createAccountReader = (
  db: Db,
): Pick<LedgerReader, "account" | "accounts" | "activeProperties" | "restingHeadsAhead"> => {
  const accounts = db.collection(collectionNames.accounts);
  return {
    account: (propertyId) =>
      translated("accounting", async () => {
        const document = await accounts.findOne(idIs(bsonOfId(propertyId)), committed);
        return document === null ? null : accountOf(document);
      }),
    accounts: (filter, { limit, cursor }) =>
      translated("accounting", async () => {
        const list = listName("accounts", filter);
        const query = { $and: [accountQuery(filter), cursor === null ? {} : idAbove(keysOfCursor(cursor, list)[0])] };
        const documents = await accounts
          .find(query, committed)
          .sort({ _id: 1 })
          .limit(limit + 1)
          .toArray();
        return pageOf(documents, { list, limit, toItem: accountOf, keysOf: ({ _id }) => [_id] });
      }),
    restingHeadsAhead: (time, limit) =>
      translated("accounting", async () => {
        const query = { status: { $in: ["stub", "archived"] }, asOf: { $gt: timestampOf(time) } };
        const find = accounts.find(query, { ...committed, projection: { _id: 1 } });
        return (await find.limit(limit).toArray()).map((document) => idOfBson(document._id));
      }),
    activeProperties: (after, limit) =>
      translated("accounting", async () => {
        const query = { $and: [{ status: "active" }, after === null ? {} : idAbove(bsonOfId(after))] };
        const find = accounts.find(query, { ...committed, projection: { _id: 1 } }).sort({ _id: 1 });
        return (await find.limit(limit).toArray()).map((document) => idOfBson(document._id));
      }),
  };
};

// Safe: the driver types every `_id` as ObjectId; ours are of any BSON type.
const idIs = (id: unknown): Filter<Document> => ({ _id: id }) as Filter<Document>;

/** Across BSON types; the plain operator would stay within the type of its operand. */
export const idAbove = (id: unknown): Filter<Document> => ({ $expr: { $gt: ["$_id", { $literal: id }] } });

/** `ownerKeys` has the index; `ownerId` says whose the account is. */
const accountQuery = ({ search, status, ownerId, companyId }: AccountFilter): Document => ({
  ...(status === null ? {} : { status }),
  ...(ownerId === null ? {} : { ownerKeys: bsonOfId(ownerId), ownerId: bsonOfId(ownerId) }),
  ...(companyId === null ? {} : { companyId: bsonOfId(companyId) }),
  ...(search === null ? {} : { $or: ["propertyName", "ownerName"].map((field) => ({ [field]: containing(search) })) }),
});

const containing = (text: string): RegExp => new RegExp(RegExp.escape(text), "i");
