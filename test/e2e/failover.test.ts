import { MongoClient, MongoError } from "mongodb";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type EmbeddedMongo, startEmbeddedMongo } from "../../src/adapters/embedded-mongo/embedded-mongo.ts";
import { measured } from "../support/measured.ts";
import { expectExactLedger } from "../support/oracle/expect-exact-ledger.ts";
import { type RunningService, startService } from "../support/running-service.ts";
import { settled, type TestDatabases } from "../support/settled.ts";
import { keepDoing, startTraffic, type Traffic } from "../support/traffic.ts";
import { until } from "../support/until.ts";
import { watchHeads } from "../support/watch-heads.ts";

/** `FAILOVERS=20` is the long run: so many primaries step down. */
const failovers = Number(process.env.FAILOVERS ?? 1);

let mongo: EmbeddedMongo;
let client: MongoClient;
let databases: TestDatabases & { readonly mainUri: string; readonly accountingUri: string };
let service: RunningService;
let traffic: Traffic;

beforeAll(async () => {
  mongo = await startEmbeddedMongo({
    replicaSetMembers: 3,
    environment: process.env,
    progress: () => undefined,
    mongodArguments: ["--wiredTigerCacheSizeGB", "0.25"],
  });
  client = await new MongoClient(mongo.uri).connect();
  const uriOf = (name: string): string => mongo.uri.replace("/?", `/${name}?`);
  const [main, accounting] = [client.db("main"), client.db("books")];
  databases = { client, main, accounting, mainUri: uriOf("main"), accountingUri: uriOf("books") };
  traffic = await startTraffic(main, { seed: 51 });
  service = await startService(databases);
  await settled(databases);
}, 120_000);
afterAll(async () => {
  await service?.stop();
  await client?.close();
  await mongo?.stop();
});

const primary = async (): Promise<string | undefined> => (await client.db("admin").command({ hello: 1 })).me;

const untilAnother = (former: string | undefined): Promise<string> =>
  until("another member is primary", async () => {
    const now = await primary().catch(() => undefined);
    return now !== undefined && now !== former ? now : null;
  });

/** True when they were written. Those who write into an election see some of it fail; the ledger must follow whatever is there then. */
const changeSome = (): Promise<boolean> =>
  traffic.change(200).then(
    () => true,
    (error: unknown) => {
      if (error instanceof MongoError) return false;
      throw error;
    },
  );

/** Changes go on before, while and after `fail` takes the primary away. */
const failOver = async (fail: (former: string | undefined) => Promise<void>): Promise<void> => {
  await using watch = watchHeads(databases.accounting);
  await using changes = keepDoing(changeSome);
  await until("changes flow", changeSome);
  const former = await primary();
  await fail(former);
  await untilAnother(former);
  await until("changes flow again", changeSome);
  await changes.stop();
  const startedAt = performance.now();
  await settled(databases, { timeoutMs: 60_000 });
  const { stepsBack } = await watch.story();
  measured("failover", { settledAfterMs: Math.round(performance.now() - startedAt) });
  expect(stepsBack).toEqual([]);
  await expectExactLedger(databases);
};

it.each(Array.from({ length: failovers }, (_, round) => round))(
  "loses and doubles nothing when the primary of both databases steps down under load (round %i)",
  () =>
    failOver(async () => {
      // The answer may be lost with the connection.
      await client
        .db("admin")
        .command({ replSetStepDown: 10, force: true })
        .catch(() => undefined);
    }),
  180_000,
);

it("loses and doubles nothing when that primary is killed under load", async () => {
  await failOver(async (former) => {
    const member = mongo.processIds[hosts().indexOf(former ?? "")];
    if (member === undefined) throw new Error(`no member is ${former}`);
    process.kill(member, "SIGKILL");
    await Promise.resolve();
  });
}, 180_000);

/** In the order of the members. */
const hosts = (): readonly string[] => mongo.uri.replace("mongodb://", "").replace(/\/.*/, "").split(",");
