import type { ClientSession, MongoClient } from "mongodb";
import type { SourcePage, SourceReader } from "../../application/ports/source-reader.ts";
import type { ClusterTime } from "../../domain/cluster-time.ts";
import type { Id } from "../../domain/ids.ts";
import type { SourceCut } from "../../domain/source/source-cut.ts";
import { bsonOfId, idOfBson } from "../mongo-driver/id-codec.ts";
import { translated } from "../mongo-driver/translate-error.ts";
import { decode, paymentFields, paymentOf, propertyFields, propertyOf } from "./documents.ts";
import { byId, idIn, readCut } from "./read-cut.ts";
import { type SnapshotQuery, type SnapshotResult, snapshotFind } from "./snapshot-find.ts";
import type { SourceCollections } from "./source-collections.ts";
import { walkById } from "./walk-by-id.ts";

export type MongoSourceOptions = {
  readonly client: MongoClient;
  readonly databaseName: string;
  readonly collections: SourceCollections;
};

export const createMongoSourceReader = ({ client, databaseName, collections }: MongoSourceOptions): SourceReader => {
  const db = client.db(databaseName);
  const inSession = <T>(work: (session: ClientSession) => Promise<T>): Promise<T> =>
    translated("source", () => client.withSession({ causalConsistency: false }, work));
  return {
    read: (keys, at) => inSession((session) => readCut({ db, session, collections }, keys, at)),
    readPage: (collection, { after, limit }) =>
      inSession(async (session) => {
        const projection = collection === "payments" ? paymentFields : propertyFields;
        const from = after === null ? null : bsonOfId(after);
        const query = { collection: collections[collection], filter: {}, projection, from, limit: limit + 1 };
        const find = (one: SnapshotQuery, time: ClusterTime | null) => snapshotFind(db, session, one, time);
        return pageOf(collection, await walkById(find, query), { after, limit });
      }),
    existing: (collection, ids, at) =>
      inSession(async (session) => {
        const query = { collection: collections[collection], filter: idIn(ids), projection: { _id: 1 } };
        const { documents } = await snapshotFind(db, session, query, at);
        return new Set(documents.map((raw) => decode(raw, (document) => ({ id: idOfBson(document._id) })).id));
      }),
    count: (collection) =>
      translated("source", async () => {
        const names = collection === "owners" ? collections.owners : [collections[collection]];
        const counts = await Promise.all(names.map((name) => db.collection(name).estimatedDocumentCount()));
        return counts.reduce((sum, count) => sum + count, 0);
      }),
    ping: () => translated("source", async () => void (await db.command({ ping: 1 }))),
  };
};

/** `min` includes the document the last page ended with, if it is still there: it is left out. */
const pageOf = (
  collection: "payments" | "properties",
  result: SnapshotResult,
  { after, limit }: { readonly after: Id | null; readonly limit: number },
): SourcePage => {
  const documents = collection === "payments" ? byId(result, paymentOf) : byId(result, propertyOf);
  const ids = [...documents.keys()].filter((id) => id !== after).slice(0, limit);
  const page = new Map(ids.map((id) => [id, documents.get(id)]));
  const none = new Map();
  const cut = { asOf: result.asOf, payments: none, properties: none, owners: none, [collection]: page };
  // Safe: `page` holds documents of just this collection, under its own name.
  return { ids, cut: cut as SourceCut };
};
