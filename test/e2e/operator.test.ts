import { afterEach, beforeEach, expect, it } from "vitest";
import { idOfBson } from "../../src/adapters/mongo-driver/id-codec.ts";
import type { ManualEntry } from "../../src/application/enter-transaction.ts";
import { type FreshDatabases, freshDatabases } from "../support/fresh-databases.ts";
import { beginFullSync, fullSync } from "../support/full-sync.ts";
import { expectExactLedger } from "../support/oracle/expect-exact-ledger.ts";
import { reasonsOf } from "../support/reasons.ts";
import { type RunningService, startService } from "../support/running-service.ts";
import { settled, storedCheckpoint, storedRuns } from "../support/settled.ts";
import { aDay, paymentOf, propertyOf } from "../support/source-examples.ts";
import { startTraffic } from "../support/traffic.ts";
import { until } from "../support/until.ts";

const caller = { actor: "operator" };
const house = propertyOf();
const paymentsCount = 6_000;

let databases: FreshDatabases;
let service: RunningService;

beforeEach(async () => {
  databases = await freshDatabases();
  await databases.main.collection("properties").insertOne(house);
  service = await startService(databases);
  await settled(databases);
});
afterEach(async () => {
  await service.stop();
  await databases.cleanUp();
});

const restart = async (environment = {}): Promise<void> => {
  await service.stop();
  service = await startService(databases, environment);
};

const states = async () => (await service.useCases.status()).realTime;
const postedRows = () => databases.accounting.collection("transactions").countDocuments({ status: "posted" });

it("follows nothing while it is stopped, also across a restart, and catches up when it is started", async () => {
  await service.useCases.stopRealTime(caller, "an import");
  expect(await states()).toMatchObject({ state: "stopped", isRunning: false, wanted: false, lagMs: null });
  await databases.main.collection("payments").insertOne(paymentOf(house._id));
  await restart();
  await until("the service leads", async () => (await service.useCases.status()).leader.isLeader);
  expect(await states()).toMatchObject({ state: "stopped", wanted: false });
  expect(await postedRows()).toBe(0);
  const { health } = await service.useCases.health();
  expect(health.status).toBe("degraded");
  expect(health.reasons.find(({ code }) => code === "real_time_off")?.message).toContain("operator: an import");
  await service.useCases.startRealTime(caller);
  await service.useCases.startRealTime(caller);
  await settled(databases);
  await expectExactLedger(databases);
  expect((await storedCheckpoint(databases.accounting))?.gap).toBeNull();
});

it("commits what it has read before it stops", async () => {
  const traffic = await startTraffic(databases.main, { seed: 21 });
  for (let round = 0; round < 10; round += 1) {
    const changing = traffic.change(200);
    await service.useCases.stopRealTime(caller);
    await changing;
    await service.useCases.startRealTime(caller);
  }
  await settled(databases);
  await expectExactLedger(databases);
});

it("is exact after a full sync beside a stopped stream, and takes none of that for drift later", async () => {
  await service.useCases.stopRealTime(caller);
  await databases.main.collection("payments").insertMany([paymentOf(house._id), paymentOf(house._id, { amount: 2 })]);
  expect(await fullSync(service.useCases)).toMatchObject({ state: "succeeded" });
  await expectExactLedger(databases);
  await service.useCases.startRealTime(caller);
  await settled(databases);
  await expectExactLedger(databases);
  expect((await storedCheckpoint(databases.accounting))?.driftCorrected).toBe(0);
});

it("counts as drift what a full sync corrects and no change has announced", async () => {
  await databases.main.collection("payments").insertMany([paymentOf(house._id), paymentOf(house._id, { amount: 2 })]);
  await settled(databases);
  // Nobody should do this to a ledger; the journal cannot know of it.
  await databases.accounting.collection("transactions").updateOne({ amountMinor: 200 }, { $set: { notes: "by hand" } });
  expect(await fullSync(service.useCases)).toMatchObject({ state: "succeeded" });
  await settled(databases);
  await until("the drift is counted", async () => (await storedCheckpoint(databases.accounting))?.driftCorrected === 1);
  await expectExactLedger(databases);
  expect(reasonsOf((await service.useCases.health()).health)).toEqual(["drift"]);
});

it("plans and writes nothing in a dry run", async () => {
  await service.useCases.stopRealTime(caller);
  await databases.main.collection("payments").insertMany([paymentOf(house._id), paymentOf(house._id, { amount: 2 })]);
  const before = await storedCheckpoint(databases.accounting);
  expect(await fullSync(service.useCases, { dryRun: true })).toMatchObject({
    state: "succeeded",
    dryRun: true,
    counts: { applied: 2 },
  });
  expect(await postedRows()).toBe(0);
  expect((await storedCheckpoint(databases.accounting))?.commitNo).toBe(before?.commitNo);
});

it("ends a cancelled full sync for good, and refuses a second beside the first", async () => {
  const { main, accounting } = databases;
  await main.collection("payments").insertMany(Array.from({ length: paymentsCount }, () => paymentOf(house._id)));
  await settled(databases);
  await restart({ FULL_SYNC_MAX_ROWS_PER_SECOND: "1000" });
  await until("the service leads", async () => (await service.useCases.status()).leader.isLeader);
  const run = await beginFullSync(service.useCases);
  await until("it has begun", async () => (await service.useCases.run(run.id)).progress.processed > 0);
  await expect(service.useCases.startFullSync(caller, { dryRun: false, confirm: null })).rejects.toMatchObject({
    code: "run_active",
    details: [{ message: run.id }],
  });
  const cancelled = await service.useCases.cancelRun(caller, run.id);
  expect(cancelled).toMatchObject({ state: "cancelled" });
  await restart();
  await settled(databases);
  expect((await storedRuns(accounting)).at(-1)).toMatchObject({ _id: run.id, state: "cancelled" });
  await expectExactLedger(databases);
});

const entry = (index: number): ManualEntry => ({
  propertyId: idOfBson(house._id),
  type: "expense",
  amount: "1.25",
  currency: "USD",
  description: `Entry ${index}`,
  occurredAt: aDay.getTime(),
  category: null,
  referenceNumber: null,
  paymentMethod: null,
  recipientType: null,
  notes: null,
  direction: null,
  idempotencyKey: `entry-${index}`,
});

it("keeps every accountant's entry and reversal beside a burst, each once", async () => {
  const { useCases } = service;
  const traffic = await startTraffic(databases.main, { seed: 22 });
  const bursting = traffic.change(2_000);
  const entries = Array.from({ length: 60 }, (_, index) => entry(index));
  const entered = await Promise.all(
    entries.flatMap((one) => [one, one]).map((one) => useCases.enterTransaction(caller, one)),
  );
  expect(entered.filter(({ replayed }) => replayed)).toHaveLength(entries.length);
  const reversed = entered
    .slice(0, 40)
    .map(({ row }) => ({ propertyId: row.propertyId, rowId: row.id, reason: "typo" }));
  await Promise.all(reversed.map((one) => useCases.reverseTransaction(caller, one)));
  await bursting;
  await settled(databases);
  await expectExactLedger(databases);
  const manual = databases.accounting.collection("transactions");
  expect(await manual.countDocuments({ origin: "manual", status: "posted" })).toBe(40);
  expect(await manual.countDocuments({ origin: "manual", status: "void", voidedBy: "operator" })).toBe(20);
  const head = await databases.accounting.collection("accounts").findOne({ _id: house._id });
  expect(head?.balances).toMatchObject({ USD: { expensesMinor: 40 * 125, balanceMinor: -40 * 125 } });
});
