import type { Document } from "mongodb";
import type { KnownDocuments } from "../../../src/adapters/mongo-source/known-documents.ts";
import { localFind } from "../../../src/adapters/mongo-source/local-find.ts";
import { createMongoSourceReader } from "../../../src/adapters/mongo-source/mongo-source-reader.ts";
import { createPollingClock } from "../../../src/adapters/mongo-source/polling-clock.ts";
import { createPollingFeed } from "../../../src/adapters/mongo-source/polling-feed.ts";
import { createSystemClock } from "../../../src/adapters/system-clock/system-clock.ts";
import type { ChangeFeed } from "../../../src/application/ports/change-feed.ts";
import { type Id, incomeRowId } from "../../../src/domain/ids.ts";
import { objectId } from "../../contracts/neutral-documents.ts";
import type { Lack, SourceHarness } from "../../contracts/source-harness.ts";
import type { StandaloneMongo } from "../../support/standalone-mongo.ts";
import { bsonOf, filterOf } from "./bson-of-neutral.ts";

/** What a standalone server cannot promise. */
export const standaloneLacks: readonly Lack[] = ["snapshots", "transactions", "order", "history"];

/** Unit: ms. */
const intervals = { pollEveryMs: 15, sweepEveryMs: 40 };

export type PollingHarness = SourceHarness & {
  /** Writes raw BSON fields, and no date but theirs. */
  putRaw(collection: string, id: Id, fields: Document): Promise<void>;
  /** New documents, in one write. */
  putManyRaw(collection: string, documents: readonly { readonly id: Id; readonly fields: Document }[]): Promise<void>;
  /** The same source as another process sees it. */
  anotherFeed(): ChangeFeed;
};

/** A fresh main database on a standalone server. Its ledger knows every payment and property that was ever written, and every owner. */
export const createPollingHarness = (mongo: StandaloneMongo): Promise<PollingHarness> => {
  const { main } = mongo.freshDatabase();
  const collections = { payments: "payments", properties: "properties", owners: ["users", "propertyowners"] };
  const options = { client: mongo.client, databaseName: main.databaseName, collections };
  const clock = createPollingClock(main);
  const known = new Map<string, Set<Id>>();
  const know = (collection: string, id: Id) => void known.set(collection, (known.get(collection) ?? new Set()).add(id));
  const ledger = ledgerThatKnows((name) => [...(known.get(name) ?? [])]);
  const timer = createSystemClock();
  const write = async (collection: string, id: Id, fields: Document): Promise<void> => {
    know(collection, id);
    await main.collection<Document>(collection).replaceOne(filterOf(id), fields, { upsert: true });
  };
  const fieldsOf: (document: Document) => Document = ({ _id, ...fields }) => fields;
  const impossible = (): never => {
    throw new Error("a standalone server cannot do this");
  };
  return Promise.resolve({
    reader: createMongoSourceReader(options, (db, session) => localFind(db, session, clock)),
    feed: createPollingFeed({ ...options, clock, timer, ledger, intervals }),
    anotherFeed: () => createPollingFeed({ ...options, clock: createPollingClock(main), timer, ledger, intervals }),
    put: (collection, document) =>
      write(collection, document._id, { ...fieldsOf(bsonOf(document)), updatedAt: new Date() }),
    putRaw: write,
    putManyRaw: async (collection, documents) => {
      for (const { id } of documents) know(collection, id);
      const whole = documents.map(({ id, fields }) => ({ ...filterOf(id), ...fields }));
      await main.collection<Document>(collection).insertMany(whole);
    },
    delete: async (collection, id) => void (await main.collection<Document>(collection).deleteOne(filterOf(id))),
    together: impossible,
    writeElsewhere: async () => void (await main.collection("tenants").insertOne({})),
    drop: async (collection) => void (await main.dropCollection(collection)),
    renameAway: async (collection) => void (await main.renameCollection(collection, `${collection}_old`)),
    replaceWith: async (collection, documents) => {
      await main.collection<Document>("staging").insertMany(documents.map(bsonOf));
      await main
        .collection("staging")
        .aggregate([{ $out: collection }])
        .toArray();
    },
    now: async () => (await clock.take()).time,
    lostPosition: impossible,
    letIdleTimePass: () => Promise.resolve(),
    close: async () => void (await main.dropDatabase()),
  });
};

const ledgerThatKnows = (idsOf: (collection: string) => readonly Id[]): KnownDocuments => ({
  postedPayments: (after) => {
    const paymentIds = after === null ? idsOf("payments") : [];
    const last = paymentIds.length === 0 ? null : incomeRowId(paymentIds[0] ?? objectId(0));
    return Promise.resolve({ paymentIds, rows: paymentIds.length, last });
  },
  activeProperties: (after) => Promise.resolve(after === null ? idsOf("properties") : []),
  accounts: () => {
    const owners = [...idsOf("users"), ...idsOf("propertyowners")];
    return Promise.resolve({ items: owners.map(headOwnedBy), next: null });
  },
  openFailures: () => Promise.resolve([]),
  counts: () => Promise.resolve({ accounts: idsOf("properties").length, postedSyncRows: idsOf("payments").length }),
});

type Head = Awaited<ReturnType<KnownDocuments["accounts"]>>["items"][number];

// Safe: of a head only its owner is looked at here.
const headOwnedBy = (ownerId: Id): Head => ({ ownerId }) as Head;
