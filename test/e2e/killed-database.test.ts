import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { MongoClient } from "mongodb";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type EmbeddedMongo, startEmbeddedMongo } from "../../src/adapters/embedded-mongo/embedded-mongo.ts";
import { freePort } from "../../src/adapters/embedded-mongo/free-port.ts";
import { expectExactLedger } from "../support/oracle/expect-exact-ledger.ts";
import { type RunningService, startService } from "../support/running-service.ts";
import { settled, type TestDatabases } from "../support/settled.ts";
import { startTraffic, type Traffic } from "../support/traffic.ts";
import { until } from "../support/until.ts";
import { watchHealth } from "../support/watch-health.ts";

let directory: string;
let port: number;
let mongo: EmbeddedMongo;
let client: MongoClient;
let databases: TestDatabases & { readonly mainUri: string; readonly accountingUri: string };
let service: RunningService;
let traffic: Traffic;

/** On the same port and data each time. */
const startMongo = (): Promise<EmbeddedMongo> =>
  startEmbeddedMongo({
    directory,
    port,
    environment: process.env,
    progress: () => undefined,
    mongodArguments: ["--wiredTigerCacheSizeGB", "0.25"],
  });

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "ledgersync-killed-"));
  port = await freePort();
  mongo = await startMongo();
  client = await new MongoClient(mongo.uri).connect();
  const uriOf = (name: string): string => mongo.uri.replace("/?", `/${name}?`);
  const [main, accounting] = [client.db("main"), client.db("books")];
  databases = { client, main, accounting, mainUri: uriOf("main"), accountingUri: uriOf("books") };
  traffic = await startTraffic(main, { seed: 41 });
  service = await startService(databases);
  await settled(databases);
});
afterAll(async () => {
  await service.stop();
  await client.close();
  await mongo.stop();
  await rm(directory, { recursive: true, force: true });
});

const signal = (name: NodeJS.Signals): void => {
  for (const id of mongo.processIds) process.kill(id, name);
};

const untilReason = (code: string) =>
  until(`the service says ${code}`, async () =>
    (await service.useCases.health()).health.reasons.some((reason) => reason.code === code),
  );

it("goes on where it was when its databases were killed and started again", async () => {
  await traffic.change(500);
  signal("SIGKILL");
  await mongo.stop();
  await untilReason("database_away");
  mongo = await startMongo();
  await traffic.change(500);
  await settled(databases);
  await expectExactLedger(databases);
  await until("the service is well", async () =>
    (await service.useCases.health()).health.reasons.every(({ code }) => code === "open_failures"),
  );
}, 90_000);

it("says that it does not know its lag while its databases are frozen, and goes on when they thaw", async () => {
  await using watch = watchHealth(service.useCases);
  signal("SIGSTOP");
  await until("the lag is unknown", async () => (await service.useCases.status()).realTime.lagMs === null).finally(() =>
    signal("SIGCONT"),
  );
  await traffic.change(500);
  await settled(databases);
  await expectExactLedger(databases);
  expect((await watch.story()).lies).toEqual([]);
}, 90_000);
