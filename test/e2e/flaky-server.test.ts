import { type Document, MongoClient } from "mongodb";
import { afterAll, afterEach, beforeAll, describe, it } from "vitest";
import { type EmbeddedMongo, startEmbeddedMongo } from "../../src/adapters/embedded-mongo/embedded-mongo.ts";
import { expectExactLedger } from "../support/oracle/expect-exact-ledger.ts";
import { type RunningService, startService } from "../support/running-service.ts";
import { settled, type TestDatabases } from "../support/settled.ts";
import { startTraffic, type Traffic } from "../support/traffic.ts";

let mongo: EmbeddedMongo;
let client: MongoClient;
let databases: TestDatabases & { readonly mainUri: string; readonly accountingUri: string };
let service: RunningService;
let traffic: Traffic;

beforeAll(async () => {
  mongo = await startEmbeddedMongo({
    environment: process.env,
    progress: () => undefined,
    mongodArguments: ["--setParameter", "enableTestCommands=1", "--wiredTigerCacheSizeGB", "0.25"],
  });
  client = await new MongoClient(mongo.uri).connect();
  const uriOf = (name: string): string => mongo.uri.replace("/?", `/${name}?`);
  const [main, accounting] = [client.db("main"), client.db("books")];
  databases = { client, main, accounting, mainUri: uriOf("main"), accountingUri: uriOf("books") };
  traffic = await startTraffic(main, { seed: 31, properties: 5, owners: 3 });
  service = await startService(databases);
  await settled(databases);
});
afterAll(async () => {
  await service.stop();
  await client.close();
  await mongo.stop();
});

const failPoint = (mode: unknown, data?: Document) =>
  client.db("admin").command({ configureFailPoint: "failCommand", mode, ...(data === undefined ? {} : { data }) });

afterEach(async () => {
  await failPoint("off");
});

/** Commands of the service that the server answers with an error, twice in a row. */
const commands = ["find", "getMore", "insert", "update", "commitTransaction"] as const;

/** Not those after which the driver waits for the server's next heartbeat, ten seconds: shutdown, no longer primary. */
const troubles: readonly (readonly [string, Document])[] = [
  ["a write conflict", { errorCode: 112, errorLabels: ["TransientTransactionError"] }],
  ["a write concern that was not reached in time", { errorCode: 64 }],
  ["an interruption", { errorCode: 11_601 }],
  ["a time limit", { errorCode: 50 }],
  ["a lost transaction", { errorCode: 251, errorLabels: ["TransientTransactionError"] }],
  ["a snapshot that is not available", { errorCode: 246 }],
  ["a dropped connection", { closeConnection: true }],
  ["a cursor that is gone", { errorCode: 43 }],
  ["a cursor that was killed", { errorCode: 237 }],
];

describe.each(troubles)("%s", (_, trouble) => {
  it.each(commands)("at %s costs nothing but time", async (command) => {
    await failPoint({ times: 2 }, { failCommands: [command], appName: "ledgersync", ...trouble });
    await traffic.change(20);
    await settled(databases);
    await expectExactLedger(databases);
  });
});

it("commits once what a server has committed without being able to say so", async () => {
  const writeConcernError = { code: 64, errmsg: "not replicated in time" };
  await failPoint({ times: 2 }, { failCommands: ["commitTransaction"], appName: "ledgersync", writeConcernError });
  await traffic.change(20);
  await settled(databases);
  await expectExactLedger(databases);
});
