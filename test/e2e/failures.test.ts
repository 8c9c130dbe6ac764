import { type Document, ObjectId } from "mongodb";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createSystemClock } from "../../src/adapters/system-clock/system-clock.ts";
import type { Clock } from "../../src/application/ports/clock.ts";
import { encodeId, type Id } from "../../src/domain/ids.ts";
import { documentKey, type FailureFilter } from "../../src/domain/sync/failure.ts";
import { retryPausesMs } from "../../src/domain/sync/failure-life.ts";
import { fuseFailedMax } from "../../src/domain/sync/fuse.ts";
import { type FreshDatabases, freshDatabases } from "../support/fresh-databases.ts";
import { fullSync } from "../support/full-sync.ts";
import { reasonsOf } from "../support/reasons.ts";
import { type RunningService, startService } from "../support/running-service.ts";
import { settled, storedCheckpoint } from "../support/settled.ts";
import { paymentOf, propertyOf } from "../support/source-examples.ts";
import { until } from "../support/until.ts";

const eve = { actor: "eve" };
const anyFailure: FailureFilter = { state: null, collection: null, code: null };
const house = propertyOf();
const idOf = (payment: Document): Id => encodeId({ kind: "objectId", hex: payment._id.toHexString() });
const keyOf = (payment: Document) => documentKey("payments", idOf(payment));

/** A clock on the wall that a test can set, and sleeps that are over soon. */
const hastyClock = (): Clock & { jump(ms: number): void } => {
  const clock = createSystemClock();
  let ahead = 0;
  return {
    ...clock,
    now: () => clock.now() + ahead,
    sleep: (ms, signal) => clock.sleep(Math.min(ms, 200), signal),
    jump: (ms) => {
      ahead += ms;
    },
  };
};

let databases: FreshDatabases;
let service: RunningService;
let clock: ReturnType<typeof hastyClock>;

const start = async (): Promise<void> => {
  service = await startService(databases, {}, { clock });
};
const recordOf = (payment: Document) =>
  databases.accounting.collection("sync_failures").findOne({ documentId: payment._id });
const rowOf = (payment: Document) =>
  databases.accounting.collection("transactions").findOne({ "source.id": payment._id });
const malformed = (): Document => paymentOf(house._id, { amount: "a lot" });
const insert = async (...payments: readonly Document[]): Promise<void> => {
  await databases.main.collection("payments").insertMany([...payments]);
  await settled(databases);
};

beforeEach(async () => {
  databases = await freshDatabases();
  clock = hastyClock();
  await databases.main.collection("properties").insertOne(house);
  await start();
  await settled(databases);
});
afterEach(async () => {
  await service.stop();
  await databases.cleanUp();
});

describe("a failure on a real replica set", () => {
  it("is tried again by plan, across restarts, until it is quarantined; a retry by hand heals it", async () => {
    const payment = malformed();
    await insert(payment);
    for (const [index, pause] of retryPausesMs.entries()) {
      clock.jump(pause + 1_000);
      await until("the retry was made", async () => (await recordOf(payment))?.attempts === index + 2);
      if (index === 2) {
        await service.stop();
        await start();
      }
    }
    expect(await recordOf(payment)).toMatchObject({ state: "quarantined", nextRetryAt: null, retries: 5 });
    await until("health names it", async () =>
      (await service.useCases.health()).health.reasons.some(
        ({ code, message }) => code === "quarantined_failures" && message.includes(keyOf(payment)),
      ),
    );
    await service.useCases.stopRealTime(eve);
    await databases.main.collection("payments").updateOne({ _id: payment._id }, { $set: { amount: 5 } });
    expect(await service.useCases.retryFailure(eve, keyOf(payment))).toMatchObject({
      state: "resolved",
      resolution: { kind: "replayed" },
    });
    expect(await rowOf(payment)).toMatchObject({ status: "posted" });
    expect((await storedCheckpoint(databases.accounting))?.openFailures).toBe(0);
  });

  it("can be dismissed, stays so through a full sync, and is open again when the document changes", async () => {
    const payment = malformed();
    await insert(payment);
    await service.useCases.dismissFailure(eve, keyOf(payment), "a test document");
    await fullSync(service.useCases);
    expect(await recordOf(payment)).toMatchObject({
      state: "resolved",
      resolution: { kind: "dismissed", actor: "eve" },
    });
    expect(reasonsOf((await service.useCases.health()).health)).toEqual([]);
    await databases.main.collection("payments").updateOne({ _id: payment._id }, { $set: { amount: "more" } });
    await settled(databases);
    expect(await recordOf(payment)).toMatchObject({ state: "open", attempts: 1, resolution: null });
    expect(await storedCheckpoint(databases.accounting)).toMatchObject({
      openFailures: 1,
      failureCounts: { open: 1, dismissed: 0 },
    });
  });

  it("is one of many that a run tries again, and is listed page by page", async () => {
    const payments = Array.from({ length: 15 }, malformed);
    await insert(...payments);
    await service.useCases.stopRealTime(eve);
    const mended = payments.slice(0, 10).map(({ _id }) => _id);
    await databases.main.collection("payments").updateMany({ _id: { $in: mended } }, { $set: { amount: 5 } });
    const { id } = await service.useCases.retryFailures(eve, anyFailure);
    const run = await service.useCases.waitForRun(id, 30_000, new AbortController().signal);
    expect(run).toMatchObject({ kind: "retry", state: "succeeded", counts: { read: 15, applied: 10, failed: 5 } });
    const filter = { ...anyFailure, state: "retrying" } as const;
    const first = await service.useCases.failures(filter, { limit: 3, cursor: null });
    const rest = await service.useCases.failures(filter, { limit: 3, cursor: first.next });
    expect([first.items.length, rest.items.length, rest.next]).toEqual([3, 2, null]);
  });
});

describe("the fuse on a real replica set", () => {
  it("pauses real time through a restart, loses nothing, and lets an operator go on", async () => {
    const { useCases } = service;
    await databases.main.collection("payments").insertMany(Array.from({ length: fuseFailedMax + 1 }, malformed));
    await until("real time has paused", async () => (await useCases.status()).realTime.state === "failed");
    const payment = paymentOf(house._id);
    await databases.main.collection("payments").insertOne(payment);
    await service.stop();
    await start();
    expect((await service.useCases.health()).health.reasons.map(({ code }) => code)).toContain("mass_failure");
    expect(await rowOf(payment)).toBeNull();
    expect((await service.useCases.startRealTime(eve)).error).toBeNull();
    await settled(databases);
    expect(await rowOf(payment)).toMatchObject({ status: "posted" });
    expect(await storedCheckpoint(databases.accounting)).toMatchObject({
      openFailures: fuseFailedMax + 1,
      massFailure: null,
      tally: { failed: fuseFailedMax + 1 },
    });
  });
});

describe("explaining, on a real replica set", () => {
  it("tells of a posted payment with its journal, of a malformed one, and never a name", async () => {
    const owner = { _id: new ObjectId(), firstName: "Adaobi", lastName: "Canary" };
    await databases.main.collection("users").insertOne(owner);
    const [posted, broken] = [paymentOf(house._id), malformed()];
    await insert(posted, broken);
    await databases.main.collection("payments").updateOne({ _id: posted._id }, { $set: { amount: 77 } });
    await settled(databases);
    const explained = await service.useCases.explain("payments", idOf(posted));
    expect(explained).toMatchObject({
      source: { exists: true },
      verdict: "It is posted, and its row says what the document says.",
      journal: [{ change: "amended", after: { amountMinor: 7_700n } }, { change: "posted" }],
    });
    expect(await service.useCases.explain("payments", idOf(broken))).toMatchObject({
      state: { kind: "rejected", code: "money_invalid", field: "amount", found: "string" },
      failure: { state: "open" },
    });
    const ofOwner = encodeId({ kind: "objectId", hex: owner._id.toHexString() });
    expect((await service.useCases.explain("owners", ofOwner)).verdict).not.toMatch(/Adaobi|Canary/);
  });
});

describe("an account that outgrows 64 bits, on a real replica set", () => {
  /** The largest amount there is, 10^15 − 1 cents: 9,223 of them fit into a total. */
  const largest = 9_999_999_999_999.99;
  const largestMinor = 10n ** 15n - 1n;
  const fitting = 9_223;

  it("fails exactly the payments that no longer fit, in a full sync and in the stream, and nothing stands still", async () => {
    await service.stop();
    const giants = (count: number) => Array.from({ length: count }, () => paymentOf(house._id, { amount: largest }));
    await databases.main.collection("payments").insertMany(giants(fitting + 2));
    await start();
    await fullSync(service.useCases);
    await insert(...giants(3), paymentOf(house._id, { currency: "EUR" }));
    const head = await databases.accounting
      .collection("accounts")
      .findOne({ _id: house._id }, { useBigInt64: true, promoteLongs: true });
    expect(head?.balances.USD).toMatchObject({ incomeMinor: BigInt(fitting) * largestMinor, rowCount: fitting });
    expect(head?.balances.EUR?.rowCount).toBe(1);
    const failures = await databases.accounting.collection("sync_failures").find().toArray();
    expect(failures.map(({ code, state }) => [code, state])).toEqual(Array(5).fill(["total_out_of_range", "open"]));
    expect((await service.useCases.status()).realTime).toMatchObject({ state: "live", error: null });
  });
});
