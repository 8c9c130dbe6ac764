import { BSON, type Document } from "mongodb";
import { createMongoChangeFeed } from "../../../src/adapters/mongo-source/mongo-change-feed.ts";
import { createMongoSourceReader } from "../../../src/adapters/mongo-source/mongo-source-reader.ts";
import type { OpenFeed } from "../../../src/application/ports/change-feed.ts";
import { createClusterTime } from "../../../src/domain/cluster-time.ts";
import type { Position } from "../../../src/domain/sync/change.ts";
import { objectId } from "../../contracts/neutral-documents.ts";
import type { SourceHarness } from "../../contracts/source-harness.ts";
import { freshDatabases } from "../../support/fresh-databases.ts";
import { bsonOf, filterOf } from "./bson-of-neutral.ts";

/** A fresh main database on the shared replica set. */
export const createMongoSourceHarness = async (): Promise<SourceHarness> => {
  const { client, main, cleanUp } = await freshDatabases();
  const collections = { payments: "payments", properties: "properties", owners: ["users", "propertyowners"] };
  const options = { client, databaseName: main.databaseName, collections };
  const feed = createMongoChangeFeed(options);
  const session = client.startSession();
  const majority = { session, writeConcern: { w: "majority" } } as const;
  const documentsOf = (name: string) => main.collection<{ readonly _id: unknown }>(name);

  const put: SourceHarness["put"] = async (collection, document) => {
    const { _id, ...replacement } = bsonOf(document);
    await documentsOf(collection).replaceOne({ _id }, replacement, { ...majority, upsert: true });
  };
  const remove: SourceHarness["delete"] = async (collection, id) => {
    await documentsOf(collection).deleteOne(filterOf(id), majority);
  };

  return {
    reader: createMongoSourceReader(options),
    feed,
    put,
    delete: remove,
    together: async (writes) => {
      await session.withTransaction(
        async () => {
          for (const write of writes) {
            const collection = documentsOf(write.collection);
            if (write.kind === "put") {
              const { _id, ...replacement } = bsonOf(write.document);
              await collection.replaceOne({ _id }, replacement, { session, upsert: true });
            } else await collection.deleteOne(filterOf(write.id), { session });
          }
        },
        { writeConcern: { w: "majority" } },
      );
    },
    writeElsewhere: async () => {
      await main.collection("tenants").insertOne({}, majority);
    },
    drop: async (collection) => {
      await main.dropCollection(collection, majority);
    },
    renameAway: async (collection) => {
      await main.renameCollection(collection, `${collection}_old`, majority);
    },
    replaceWith: async (collection, documents) => {
      await main.collection<Document>("staging").insertMany(documents.map(bsonOf), majority);
      await main
        .collection("staging")
        .aggregate([{ $out: collection }], majority)
        .toArray();
    },
    now: async () => {
      await main.command({ ping: 1 }, { session });
      const { operationTime } = session;
      if (operationTime === undefined) throw new Error("the server told no operation time");
      return createClusterTime(operationTime.t, operationTime.i);
    },
    lostPosition: async () => {
      const opened = await feed.open(null, new AbortController().signal);
      if ("kind" in opened) throw new Error("a reading from now cannot lack history");
      await put("payments", { _id: objectId(0) });
      const position = await positionOfEvent(opened);
      await opened.close();
      return longAgo(position);
    },
    letIdleTimePass: () => Promise.resolve(),
    close: async () => {
      await session.endSession();
      await cleanUp();
    },
  };
};

const positionOfEvent = async (feed: OpenFeed): Promise<Position> => {
  for (;;) {
    const item = await feed.next(new AbortController().signal);
    if (item.kind === "changes" && item.changes.length > 0) return item.position;
  }
};

/** The same position, thirty years earlier: no server still has that event. A token's hex begins with its time. */
const longAgo = (position: Position): Position => {
  const { _data } = BSON.EJSON.parse(position.token);
  const seconds = (Number.parseInt(_data.slice(2, 10), 16) - 30 * 31_557_600).toString(16).padStart(8, "0");
  return { ...position, token: BSON.EJSON.stringify({ _data: `82${seconds}${_data.slice(10)}` }) };
};
