import type { Document } from "mongodb";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type FreshDatabases, freshDatabases } from "../support/fresh-databases.ts";
import { fullSync } from "../support/full-sync.ts";
import { expectExactLedger } from "../support/oracle/expect-exact-ledger.ts";
import { type RunningService, startService } from "../support/running-service.ts";
import { settled, storedCheckpoint, storedRuns } from "../support/settled.ts";
import { ownerOf, paymentOf, propertyOf } from "../support/source-examples.ts";
import { until } from "../support/until.ts";
import { watchHealth } from "../support/watch-health.ts";

const paymentsCount = 150;

let databases: FreshDatabases;
let service: RunningService;
let payments: readonly Document[];
const owner = ownerOf("Ada", "Moyo");
const houses = Array.from({ length: 3 }, (_, index) => propertyOf({ name: `House ${index}`, ownerId: owner._id }));

beforeEach(async () => {
  databases = await freshDatabases();
  const { main } = databases;
  payments = Array.from({ length: paymentsCount }, (_, index) =>
    paymentOf(houses[index % houses.length]?._id, { amount: index + 0.5 }),
  );
  await main.collection("users").insertOne(owner);
  await main.collection("properties").insertMany(houses);
  await main.collection("payments").insertMany([...payments]);
  service = await startService(databases);
  await settled(databases);
});
afterEach(async () => {
  await service.stop();
  await databases.cleanUp();
});

const restartOn = async (mainUri: string): Promise<void> => {
  await service.stop();
  service = await startService({ ...databases, mainUri });
};

const postedRows = () => databases.accounting.collection("transactions").countDocuments({ status: "posted" });
const activeHeads = () => databases.accounting.collection("accounts").countDocuments({ status: "active" });

const reasons = async (): Promise<readonly string[]> =>
  (await service.useCases.health()).health.reasons.map(({ code }) => code);

const untilHealthy = () => until("the service is healthy", async () => (await reasons()).length === 0);
const untilUnhealthy = () =>
  until("the service is unhealthy", async () => (await service.useCases.health()).health.status === "unhealthy");

/** The full sync that has stopped to ask. */
const runThatAsks = () =>
  until("a full sync asks for confirmation", async () => {
    const last = (await storedRuns(databases.accounting)).at(-1);
    return last?.error?.code === "needs_confirmation" ? last : null;
  });

const expectNothingVoided = async (): Promise<void> => {
  const { health } = await until("the service says that it waits for an answer", async () => {
    const answer = await service.useCases.health();
    return answer.health.reasons.some(({ code }) => code === "needs_confirmation") ? answer : null;
  });
  expect(health.status).toBe("unhealthy");
  expect([await postedRows(), await activeHeads()]).toEqual([paymentsCount, houses.length]);
};

const confirm = async (runId: string): Promise<void> => {
  expect(await fullSync(service.useCases, { confirm: runId })).toMatchObject({ state: "succeeded" });
};

describe("payments dropped and left empty", () => {
  beforeEach(async () => {
    await databases.main.collection("payments").drop();
  });

  it("voids nothing and asks; confirmed, it voids every row", async () => {
    const asks = await runThatAsks();
    await expectNothingVoided();
    expect(await storedCheckpoint(databases.accounting)).toMatchObject({ gap: { reason: "collection_dropped" } });
    await confirm(asks._id);
    await settled(databases);
    expect([await postedRows(), await activeHeads()]).toEqual([0, houses.length]);
    await expectExactLedger(databases);
    await untilHealthy();
  });

  it("goes on following what is not lost while it waits for the answer", async () => {
    await runThatAsks();
    const late = paymentOf(houses[0]?._id, { amount: 77 });
    await databases.main.collection("payments").insertOne(late);
    await until("the new payment is posted", () =>
      databases.accounting.collection("transactions").findOne({ "source.id": late._id }),
    );
    expect(await postedRows()).toBe(paymentsCount + 1);
    expect((await service.useCases.health()).health.status).toBe("unhealthy");
  });

  it("asks again after a restart, and still voids nothing", async () => {
    await runThatAsks();
    await restartOn(databases.mainUri);
    await until("the service is unhealthy for want of an answer", async () =>
      (await reasons()).includes("needs_confirmation"),
    );
    await expectNothingVoided();
  });

  it("is exact again by itself when the payments come back", async () => {
    await runThatAsks();
    await databases.main.collection("payments").insertMany([...payments]);
    expect(await fullSync(service.useCases)).toMatchObject({ state: "succeeded" });
    await settled(databases);
    await expectExactLedger(databases);
    await untilHealthy();
  });
});

it("voids nothing when payments are dropped behind changes that are still on their way", async () => {
  const { main } = databases;
  const changes = payments.map(({ _id }) => ({ updateOne: { filter: { _id }, update: { $inc: { amount: 1 } } } }));
  await main.collection("payments").bulkWrite(changes);
  await main.collection("payments").drop();
  await runThatAsks();
  await expectNothingVoided();
});

it("voids nothing when payments were changed and dropped while it was stopped", async () => {
  const { main } = databases;
  await service.stop();
  await main.collection("payments").updateMany({}, { $inc: { amount: 1 } });
  await main.collection("payments").drop();
  service = await startService(databases);
  await runThatAsks();
  await expectNothingVoided();
});

it("is exact again when payments were changed, dropped and written anew while it was stopped", async () => {
  const { main, accounting } = databases;
  await service.stop();
  await main.collection("payments").updateMany({}, { $inc: { amount: 1 } });
  await main.collection("payments").drop();
  await main.collection("payments").insertMany(payments.slice(1));
  service = await startService(databases);
  await until("the gap is recorded", async () => (await storedCheckpoint(accounting))?.gap);
  await settled(databases);
  await expectExactLedger(databases);
});

it("voids nothing when payments are renamed away behind deletions and insertions", async () => {
  const { main } = databases;
  const late = paymentOf(houses[0]?._id, { amount: 500 });
  await main.collection("payments").insertOne(late);
  await main.renameCollection("payments", "payments_old");
  await runThatAsks();
  expect(await postedRows()).toBeGreaterThanOrEqual(paymentsCount);
  await main.renameCollection("payments_old", "payments");
  await settled(databases);
  await expectExactLedger(databases);
});

it("voids nothing when it is pointed at an empty database; confirmed, it voids and archives", async () => {
  const empty = `${databases.main.databaseName}-empty`;
  await restartOn(databases.mainUri.replace(databases.main.databaseName, empty));
  const asks = await runThatAsks();
  await expectNothingVoided();
  await confirm(asks._id);
  expect([await postedRows(), await activeHeads()]).toEqual([0, 0]);
  expect(await databases.accounting.collection("accounts").countDocuments({ status: "archived" })).toBe(houses.length);
});

it("sees by itself that it is pointed at an empty database", async () => {
  const empty = `${databases.main.databaseName}-empty`;
  await restartOn(databases.mainUri.replace(databases.main.databaseName, empty));
  await untilUnhealthy();
  expect([await postedRows(), await activeHeads()]).toEqual([paymentsCount, houses.length]);
});

it("voids nothing when the whole main database is dropped, and is exact again when it is restored", async () => {
  const { main } = databases;
  await main.dropDatabase();
  await untilUnhealthy();
  await runThatAsks();
  await expectNothingVoided();
  await main.collection("users").insertOne(owner);
  await main.collection("properties").insertMany(houses);
  await main.collection("payments").insertMany([...payments]);
  expect(await fullSync(service.useCases)).toMatchObject({ state: "succeeded" });
  await settled(databases);
  await expectExactLedger(databases);
  await untilHealthy();
});

it("records a gap when payments are renamed away, and is exact when they are renamed back", async () => {
  await using watch = watchHealth(service.useCases);
  await databases.main.renameCollection("payments", "payments_old");
  await runThatAsks();
  await expectNothingVoided();
  await databases.main.collection("payments_old").updateOne({ _id: payments[0]?._id }, { $set: { amount: 999 } });
  await databases.main.renameCollection("payments_old", "payments");
  await settled(databases);
  await expectExactLedger(databases);
  const checkpoint = await storedCheckpoint(databases.accounting);
  expect(checkpoint?.gap).toMatchObject({ reason: "collection_renamed", closedAt: expect.any(Date) });
  const { lies, states } = await watch.story();
  expect(lies).toEqual([]);
  expect(states).toContain("history_lost");
  await untilHealthy();
});

it("records a gap when payments are replaced by $out, and is exact again", async () => {
  const { main, accounting } = databases;
  const kept = payments.slice(0, paymentsCount - 20);
  await main
    .collection("payments")
    .aggregate([
      { $match: { _id: { $in: kept.map(({ _id }) => _id) } } },
      { $set: { amount: { $add: ["$amount", 1] } } },
      { $out: "payments" },
    ])
    .toArray();
  await until("the gap is recorded", async () => (await storedCheckpoint(accounting))?.gap);
  await settled(databases);
  await expectExactLedger(databases);
  expect(await postedRows()).toBe(kept.length);
  expect((await storedCheckpoint(accounting))?.gap).toMatchObject({ closedAt: expect.any(Date) });
  await untilHealthy();
});

it("is exact again after properties were replaced by $out", async () => {
  const { main, accounting } = databases;
  await main
    .collection("properties")
    .aggregate([{ $set: { name: "All New" } }, { $out: "properties" }])
    .toArray();
  await until("the gap is recorded", async () => (await storedCheckpoint(accounting))?.gap);
  await settled(databases);
  await expectExactLedger(databases);
});

it("is exact again after owners were replaced by $out", async () => {
  const { main, accounting } = databases;
  await main
    .collection("users")
    .aggregate([{ $set: { lastName: "Replaced" } }, { $out: "users" }])
    .toArray();
  await until("the gap is recorded", async () => (await storedCheckpoint(accounting))?.gap);
  await settled(databases);
  await expectExactLedger(databases);
});
