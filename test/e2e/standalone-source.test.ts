import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { startChangingMongo } from "../support/changing-mongo.ts";
import { type FreshDatabases, freshDatabases } from "../support/fresh-databases.ts";
import { fullSync } from "../support/full-sync.ts";
import { measured } from "../support/measured.ts";
import { expectExactLedger } from "../support/oracle/expect-exact-ledger.ts";
import { reasonsOf } from "../support/reasons.ts";
import { startService } from "../support/running-service.ts";
import { seededRandom } from "../support/seeded-random.ts";
import { type ServiceProcess, startServiceProcess } from "../support/service-process.ts";
import { settled, storedCheckpoint } from "../support/settled.ts";
import { settledBySweep } from "../support/settled-by-sweep.ts";
import { paymentOf, propertyOf } from "../support/source-examples.ts";
import { type StandaloneMongo, startStandaloneMongo } from "../support/standalone-mongo.ts";
import { startTraffic } from "../support/traffic.ts";
import { until } from "../support/until.ts";

/** Short, so that a test need not wait. */
const environment = { POLLING_INTERVAL_SECONDS: "0.2", POLLING_SWEEP_SECONDS: "1" };
/** 50 changes each time. Unit: ms. */
const breathMs = 250;

let mongo: StandaloneMongo;
let ledger: FreshDatabases;
let databases: Pick<FreshDatabases, "client" | "main" | "accounting" | "mainUri" | "accountingUri">;

beforeAll(async () => {
  mongo = await startStandaloneMongo();
});
afterAll(() => mongo.stop());
beforeEach(async () => {
  ledger = await freshDatabases();
  databases = { ...ledger, ...mongo.freshDatabase() };
});
afterEach(async () => {
  await databases.main.dropDatabase();
  await ledger.cleanUp();
});

describe("a standalone main database", () => {
  it.each([
    { dated: true, what: "that set updatedAt" },
    { dated: false, what: "that leave updatedAt alone" },
  ])(
    "is in the ledger exactly after each sweep, under 200 changes a second $what, deletions included",
    async ({ dated }) => {
      const traffic = await startTraffic(databases.main, { seed: 7, dated, breathMs });
      await traffic.change(500);
      await using service = await startService(databases, environment);
      for (let round = 1; round <= 3; round += 1) {
        const changing = traffic.keepChanging();
        const { tally } = await service.useCases.status();
        await until(
          "the traffic flows",
          async () => (await service.useCases.status()).tally.events > tally.events + 400,
        );
        await changing.stop();
        await settledBySweep(databases, service.useCases.status);
        await expectExactLedger(databases);
      }
      const { status, lag } = await service.useCases.stats();
      measured("standalone source", { dated, events: status.tally.events, lag });
      expect(status.realTime).toMatchObject({ mode: "polling", state: "live" });
    },
    120_000,
  );

  it("loses and doubles nothing when the service is killed under changes", async () => {
    const seed = Date.now() % 1_000_000;
    const random = seededRandom(seed);
    const traffic = await startTraffic(databases.main, { seed, dated: seed % 2 === 0, breathMs });
    await using processes = new AsyncDisposableStack();
    const start = async (): Promise<ServiceProcess> => processes.use(await startServiceProcess(databases, environment));
    let service = await start();
    await settledBySweep(databases, () => service.call("status"));
    for (let kill = 1; kill <= 3; kill += 1) {
      const { tally } = await service.call("status");
      const changing = traffic.keepChanging();
      const enough = tally.events + 50 + random.below(200);
      await until("some changes are committed", async () => (await service.call("status")).tally.events > enough);
      await service.kill();
      await traffic.change(100);
      await changing.stop();
      service = await start();
      await settledBySweep(databases, () => service.call("status"));
      await expectExactLedger(databases);
    }
    measured("standalone source, killed", { seed });
  }, 120_000);

  it("is named in health, with what to do, and counts nothing as drift", async () => {
    const house = propertyOf();
    await databases.main.collection("properties").insertOne(house);
    await using service = await startService(databases, { ...environment, POLLING_SWEEP_SECONDS: "3600" });
    await until("the first full sync is over", async () => (await service.useCases.status()).realTime.state === "live");
    const isChecked = async () => (await service.useCases.health()).check?.state === "complete";
    await until("the check that follows it is over", isChecked);
    // Dated long ago: no poll will find it.
    await databases.main.collection("payments").insertOne(paymentOf(house._id));
    expect(await fullSync(service.useCases)).toMatchObject({ state: "succeeded", counts: { applied: 1 } });
    const { health } = await service.useCases.health();
    expect(health.status).toBe("degraded");
    expect(health.reasons.map(({ code }) => code)).toEqual(["polling_mode"]);
    expect(health.reasons[0]?.action).toContain("rs.initiate()");
    await expectExactLedger(databases);
  });

  it("goes on after a restart with many documents that have failed for long: they are no change of the schema", async () => {
    const house = propertyOf();
    await databases.main.collection("properties").insertOne(house);
    const malformed = Array.from({ length: 40 }, () => paymentOf(house._id, { amount: "a lot" }));
    await databases.main.collection("payments").insertMany([...malformed, paymentOf(house._id)]);
    for (let start = 1; start <= 2; start += 1) {
      await using service = await startService(databases, environment);
      await settledBySweep(databases, service.useCases.status);
      expect((await service.useCases.status()).openFailures).toBe(malformed.length);
    }
    await expectExactLedger(databases);
  });

  it("empties no books when its payments are dropped: a full sync asks first", async () => {
    const house = propertyOf();
    await databases.main.collection("properties").insertOne(house);
    const payments = Array.from({ length: 20 }, () => paymentOf(house._id));
    await databases.main.collection("payments").insertMany(payments);
    await using service = await startService(databases, environment);
    await settledBySweep(databases, service.useCases.status);
    await databases.main.collection("payments").drop();
    const asks = await until("a full sync asks", async () => {
      const { lastFullSync } = await service.useCases.status();
      return lastFullSync?.error?.code === "needs_confirmation" ? lastFullSync : null;
    });
    const posted = () => databases.accounting.collection("transactions").countDocuments({ status: "posted" });
    expect(await posted()).toBe(payments.length);
    expect(await fullSync(service.useCases, { confirm: asks.id })).toMatchObject({ state: "succeeded" });
    expect(await posted()).toBe(0);
  });

  it("asks a person before more payments than a sweep takes for deleted are voided", async () => {
    const house = propertyOf();
    await databases.main.collection("properties").insertOne(house);
    await databases.main.collection("payments").insertMany(Array.from({ length: 150 }, () => paymentOf(house._id)));
    await using service = await startService(databases, environment);
    await settledBySweep(databases, service.useCases.status);
    await databases.main.collection("payments").deleteMany({ _id: { $in: await someIds(101) } });
    const asks = await until("a full sync asks", async () => {
      const { lastFullSync } = await service.useCases.status();
      return lastFullSync?.error?.code === "needs_confirmation" ? lastFullSync : null;
    });
    expect(await storedCheckpoint(databases.accounting)).toMatchObject({ gap: { reason: "documents_missing" } });
    const late = paymentOf(house._id, { updatedAt: new Date() });
    await databases.main.collection("payments").insertOne(late);
    await until("what is new goes on flowing meanwhile", () =>
      databases.accounting.collection("transactions").findOne({ "source.id": late._id }),
    );
    expect(await fullSync(service.useCases, { confirm: asks.id })).toMatchObject({ state: "succeeded" });
    await settledBySweep(databases, service.useCases.status);
    await expectExactLedger(databases);
  });

  const someIds = async (count: number) =>
    (await databases.main.collection("payments").find().limit(count).toArray()).map(({ _id }) => _id);
});

describe("a main database that becomes a replica set", () => {
  it("is streamed from then on, and polled again when it is a standalone once more, without a doubled row", async () => {
    await using server = await startChangingMongo();
    const { main } = server;
    const changing = { ...databases, main, mainUri: server.mainUri };
    const traffic = await startTraffic(main, { seed: 11, dated: true });
    await traffic.change(400);
    await using service = await startService(changing, environment);
    await settledBySweep(changing, service.useCases.status);
    await expectExactLedger(changing);

    await server.restartAs("replica set");
    await traffic.change(200);
    await until("changes are streamed", async () => {
      const { realTime } = await service.useCases.status();
      return realTime.mode === "change_stream" && realTime.state === "live";
    });
    await settled({ ...changing, client: server.client });
    await expectExactLedger(changing);
    expect(await storedCheckpoint(changing.accounting)).toMatchObject({ gap: { reason: "server_changed" } });
    const { health } = await service.useCases.health();
    // Some of the traffic's payments are malformed.
    expect(reasonsOf(health)).toEqual(["open_failures"]);

    await server.restartAs("standalone");
    await traffic.change(200);
    await until(
      "the main database is polled",
      async () => (await service.useCases.status()).realTime.mode === "polling",
    );
    await settledBySweep(changing, service.useCases.status);
    await expectExactLedger(changing);
  }, 120_000);
});
