import type { ClientSession, Document, MongoClient } from "mongodb";
import { AppError } from "../../application/errors.ts";
import type { SourcePage, SourceReader } from "../../application/ports/source-reader.ts";
import { type ClusterTime, maxClusterTime } from "../../domain/cluster-time.ts";
import type { Id } from "../../domain/ids.ts";
import type { OwnerDocument } from "../../domain/source/owner.ts";
import type { SourceCut, SourceKeys, Undecodable } from "../../domain/source/source-cut.ts";
import { bsonOfId, idOfBson } from "../mongo-driver/id-codec.ts";
import { translated } from "../mongo-driver/translate-error.ts";
import { decode, ownerFields, ownerOf, paymentFields, paymentOf, propertyFields, propertyOf } from "./documents.ts";
import { type SnapshotResult, snapshotFind } from "./snapshot-find.ts";

/** Names of the collections in the main database. */
export type SourceCollections = {
  readonly payments: string;
  readonly properties: string;
  /** Where owners live, in the order they are looked up. */
  readonly owners: readonly string[];
};

export type MongoSourceOptions = {
  readonly client: MongoClient;
  readonly databaseName: string;
  readonly collections: SourceCollections;
};

/** Tries to read several collections at one time, when a server's window moves on between them. */
const cutAttemptsMax = 5;

export const createMongoSourceReader = ({ client, databaseName, collections }: MongoSourceOptions): SourceReader => {
  const db = client.db(databaseName);
  const inSession = <T>(work: (session: ClientSession) => Promise<T>): Promise<T> =>
    translated("source", () => client.withSession({ causalConsistency: false }, work));

  const find = (session: ClientSession, collection: string, ids: readonly Id[], fields: Document, at: ClusterTime | null) =>
    snapshotFind(db, session, { collection, filter: { _id: { $in: ids.map(bsonOfId) } }, projection: fields }, at);

  /** One attempt: every part is read at `at`; the latest time that any part had to be read at comes back. */
  const readCut = async (session: ClientSession, keys: SourceKeys, at: ClusterTime | null): Promise<CutAttempt> => {
    const parts: SnapshotResult[] = [];
    const part = async (collection: string, ids: readonly Id[], fields: Document): Promise<SnapshotResult | null> => {
      if (ids.length === 0) return null;
      const result = await find(session, collection, ids, fields, parts[0]?.asOf ?? at);
      parts.push(result);
      return result;
    };
    const payments = await part(collections.payments, keys.payments, paymentFields);
    const properties = await part(collections.properties, keys.properties, propertyFields);
    const owners: (SnapshotResult | null)[] = [];
    for (const collection of collections.owners) owners.push(await part(collection, keys.owners, ownerFields));
    const times = parts.map((result) => result.asOf);
    const asOf = times.reduce(maxClusterTime, times[0] ?? at ?? zero);
    const cut = {
      asOf,
      payments: byId(payments, paymentOf),
      properties: byId(properties, propertyOf),
      owners: firstFound(owners.map((result) => byId(result, ownerOf))),
    };
    return { cut, isConsistent: times.every((time) => time === asOf) };
  };

  const read = (keys: SourceKeys, at: ClusterTime): Promise<SourceCut> =>
    inSession(async (session) => {
      let time = at;
      for (let attempt = 0; attempt < cutAttemptsMax; attempt += 1) {
        const { cut, isConsistent } = await readCut(session, keys, time);
        if (isConsistent) return cut;
        time = cut.asOf;
      }
      throw new AppError("source_unavailable", "The main database's snapshot window is too short to read several collections at one time.");
    });

  return {
    read,
    readPage: (collection, { after, limit }) =>
      inSession(async (session) => {
        const fields = collection === "payments" ? paymentFields : propertyFields;
        const from = after === null ? null : bsonOfId(after);
        const query = { collection: collections[collection], filter: {}, projection: fields, from, limit: limit + 1 };
        return pageOf(collection, await snapshotFind(db, session, query, null), after, limit);
      }),
    existing: (collection, ids) =>
      inSession(async (session) => {
        const { documents } = await find(session, collections[collection], ids, { _id: 1 }, null);
        return new Set(documents.map((raw) => decode(raw, (document) => ({ id: idOfBson(document._id) })).id));
      }),
    ping: () => translated("source", async () => void (await db.command({ ping: 1 }))),
    count: (collection) =>
      translated("source", async () => {
        const names = collection === "owners" ? collections.owners : [collections[collection]];
        const counts = await Promise.all(names.map((name) => db.collection(name).estimatedDocumentCount()));
        return counts.reduce((sum, count) => sum + count, 0);
      }),
  };
};

type CutAttempt = { readonly cut: SourceCut; readonly isConsistent: boolean };

// Safe: no cluster time is older; only a cut without keys carries it.
const zero = 0n as ClusterTime;

type Decoded<T> = ReadonlyMap<Id, T | Undecodable>;

const byId = <T extends { readonly id: Id }>(result: SnapshotResult | null, toDocument: (document: Document) => T): Decoded<T> => {
  const found = new Map<Id, T | Undecodable>();
  for (const raw of result?.documents ?? []) {
    const document = decode(raw, toDocument);
    found.set(document.id, document);
  }
  return found;
};

/** The first collection that has an owner's id wins. */
const firstFound = (collections: readonly Decoded<OwnerDocument>[]): Decoded<OwnerDocument> =>
  new Map(collections.toReversed().flatMap((owners) => [...owners]));

/** `min` includes the document the last page ended with, if it is still there: it is left out. */
const pageOf = (
  collection: "payments" | "properties",
  result: SnapshotResult,
  after: Id | null,
  limit: number,
): SourcePage => {
  const documents = collection === "payments" ? byId(result, paymentOf) : byId(result, propertyOf);
  const ids = [...documents.keys()].filter((id) => id !== after).slice(0, limit);
  const page = new Map(ids.map((id) => [id, documents.get(id)]));
  const none = new Map();
  const cut = { asOf: result.asOf, payments: none, properties: none, owners: none, [collection]: page };
  // Safe: `page` holds documents of just this collection, under its own name.
  return { ids, cut: cut as SourceCut };
};
