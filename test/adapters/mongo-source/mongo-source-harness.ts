import { BSON, Decimal128, type Document, Long } from "mongodb";
import { bsonOfId } from "../../../src/adapters/mongo-driver/id-codec.ts";
import { createMongoChangeFeed } from "../../../src/adapters/mongo-source/mongo-change-feed.ts";
import { createMongoSourceReader } from "../../../src/adapters/mongo-source/mongo-source-reader.ts";
import type { OpenFeed } from "../../../src/application/ports/change-feed.ts";
import { createClusterTime } from "../../../src/domain/cluster-time.ts";
import type { Id } from "../../../src/domain/ids.ts";
import type { SourceValue } from "../../../src/domain/source/source-value.ts";
import type { Position } from "../../../src/domain/sync/change.ts";
import { type NeutralDocument, objectId, ownerAmountField } from "../../contracts/neutral-documents.ts";
import type { SourceHarness } from "../../contracts/source-harness.ts";
import { freshDatabases } from "../../support/fresh-databases.ts";

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

const filterOf = (id: Id): Document => ({ _id: bsonOfId(id) });

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

const bsonOf = (document: NeutralDocument): Document => {
  const { _id, [ownerAmountField]: ownerAmount, ...fields } = document;
  const values = Object.entries(fields).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, bsonOfValue(value)] as const],
  );
  const details = ownerAmount === undefined ? {} : { commissionDetails: { ownerAmount: bsonOfValue(ownerAmount) } };
  return { _id: bsonOfId(_id), ...Object.fromEntries(values), ...details };
};

const bsonOfValue = (value: SourceValue): unknown => {
  if (typeof value === "bigint") return Long.fromBigInt(value);
  if (typeof value !== "object" || value === null) return value;
  switch (value.type) {
    case "date":
      return new Date(value.ms);
    case "id":
      return bsonOfId(value.id);
    case "decimal":
      return Decimal128.fromString(value.text);
    case "other":
      throw new TypeError(`no example of a ${value.bsonType} is needed yet`);
  }
};
