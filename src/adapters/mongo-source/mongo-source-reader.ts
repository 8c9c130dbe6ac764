import type { ClientSession, Db, MongoClient } from "mongodb";
import type { SourcePage, SourceReader } from "../../application/ports/source-reader.ts";
import type { Id } from "../../domain/ids.ts";
import type { SourceCut } from "../../domain/source/source-cut.ts";
import { bsonOfId } from "../mongo-driver/id-codec.ts";
import { idSlices } from "../mongo-driver/slices.ts";
import { translated } from "../mongo-driver/translate-error.ts";
import { decodePayment, decodeProperty, paymentFields, propertyFields, shortPaymentFields } from "./documents.ts";
import { idOfRaw } from "./raw-document.ts";
import { byId, idIn, readCut } from "./read-cut.ts";
import { snapshotFind } from "./snapshot-find.ts";
import type { SourceCollections } from "./source-collections.ts";
import type { FoundDocuments, SourceFind } from "./source-find.ts";
import { walkById } from "./walk-by-id.ts";

export type MongoSourceOptions = {
  readonly client: MongoClient;
  readonly databaseName: string;
  readonly collections: SourceCollections;
};

/** `findIn` says how a server is read: at snapshots, or as it is. */
export const createMongoSourceReader = (
  { client, databaseName, collections }: MongoSourceOptions,
  findIn: (db: Db, session: ClientSession) => SourceFind = snapshotFind,
): SourceReader => {
  const db = client.db(databaseName);
  const finding = <T>(work: (find: SourceFind) => Promise<T>): Promise<T> =>
    translated("source", () =>
      client.withSession({ causalConsistency: false }, (session) => work(findIn(db, session))),
    );
  return {
    read: (keys, at) => finding((find) => readCut({ find, collections }, keys, at)),
    readPage: (collection, { after, limit }) =>
      finding(async (find) => {
        const from = after === null ? null : bsonOfId(after);
        const query = {
          collection: collections[collection],
          filter: {},
          ...fieldsOf[collection],
          from,
          limit: limit + 1,
        };
        return pageOf(collection, await walkById(find, query), { after, limit });
      }),
    existing: (collection, ids, at) =>
      finding(async (find) => {
        const found = new Set<Id>();
        for (const slice of idSlices(ids)) {
          const query = { collection: collections[collection], filter: idIn(slice), projection: { _id: 1 } };
          for (const raw of (await find(query, at)).documents) found.add(idOfRaw(raw));
        }
        return found;
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

const fieldsOf = {
  payments: { projection: paymentFields, shortened: shortPaymentFields },
  properties: { projection: propertyFields },
};

/** `min` includes the document the last page ended with, if it is still there: it is left out. */
const pageOf = (
  collection: "payments" | "properties",
  result: FoundDocuments,
  { after, limit }: { readonly after: Id | null; readonly limit: number },
): SourcePage => {
  const documents = collection === "payments" ? byId(result, decodePayment) : byId(result, decodeProperty);
  const ids = [...documents.keys()].filter((id) => id !== after).slice(0, limit);
  const page = new Map(ids.map((id) => [id, documents.get(id)]));
  const none = new Map();
  const cut = { asOf: result.asOf, payments: none, properties: none, owners: none, [collection]: page };
  // Safe: `page` holds documents of just this collection, under its own name.
  return { ids, cut: cut as SourceCut };
};
