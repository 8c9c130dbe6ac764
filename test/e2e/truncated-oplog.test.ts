import { randomBytes } from "node:crypto";
import { type Db, MongoClient, type Timestamp } from "mongodb";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type EmbeddedMongo, startEmbeddedMongo } from "../../src/adapters/embedded-mongo/embedded-mongo.ts";
import { expectExactLedger } from "../support/oracle/expect-exact-ledger.ts";
import { startService } from "../support/running-service.ts";
import { settled, storedCheckpoint, type TestDatabases } from "../support/settled.ts";
import { paymentOf, propertyOf } from "../support/source-examples.ts";
import { until } from "../support/until.ts";
import { watchHealth } from "../support/watch-health.ts";

let mongo: EmbeddedMongo;
let client: MongoClient;
let databases: TestDatabases & { readonly mainUri: string; readonly accountingUri: string };

beforeAll(async () => {
  mongo = await startEmbeddedMongo({
    environment: process.env,
    progress: () => undefined,
    // A small oplog is cut only when a checkpoint of the storage engine has passed: one each second.
    mongodArguments: ["--oplogSize", "2", "--syncdelay", "1", "--wiredTigerCacheSizeGB", "0.5"],
  });
  client = await new MongoClient(mongo.uri).connect();
  const uriOf = (name: string): string => mongo.uri.replace("/?", `/${name}?`);
  databases = {
    client,
    main: client.db("main"),
    accounting: client.db("books"),
    mainUri: uriOf("main"),
    accountingUri: uriOf("books"),
  };
});
afterAll(async () => {
  await client.close();
  await mongo.stop();
});

/** The oldest (1) or newest (-1) entry's time. */
const oplogTime = async (end: 1 | -1): Promise<Timestamp> => {
  const entry = await client.db("local").collection("oplog.rs").find().sort({ $natural: end }).limit(1).next();
  return entry?.ts;
};

/** Writes elsewhere until the oplog has forgotten everything that it holds now. */
const overflowOplog = async (elsewhere: Db): Promise<void> => {
  const filling = randomBytes(100_000);
  const newest = await oplogTime(-1);
  await until("the oplog has been cut", async () => {
    await elsewhere.collection("filling").insertMany(Array.from({ length: 20 }, () => ({ filling })));
    return (await oplogTime(1)).compare(newest) > 0;
  });
};

it("names the loss, records the gap and repairs itself when the oplog was cut while it was stopped", async () => {
  const house = propertyOf();
  const [amended, deleted] = [paymentOf(house._id), paymentOf(house._id)];
  const payments = Array.from({ length: 200 }, (_, index) => paymentOf(house._id, { amount: index + 1 }));
  await databases.main.collection("properties").insertOne(house);
  await databases.main.collection("payments").insertMany([amended, deleted, ...payments]);
  const before = await startService(databases);
  await settled(databases);
  await before.stop();
  await databases.main.collection("payments").deleteOne({ _id: deleted._id });
  await databases.main.collection("payments").updateOne({ _id: amended._id }, { $set: { amount: 5_000 } });
  await overflowOplog(client.db("elsewhere"));
  await using after = await startService(databases);
  await using watch = watchHealth(after.useCases);
  await until("the gap is recorded", async () => (await storedCheckpoint(databases.accounting))?.gap);
  await settled(databases);
  const { lies } = await watch.story();
  expect(lies).toEqual([]);
  expect((await storedCheckpoint(databases.accounting))?.gap).toMatchObject({
    reason: "oplog_truncated",
    closedAt: expect.any(Date),
  });
  await expectExactLedger(databases);
});
