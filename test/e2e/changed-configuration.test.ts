import { afterEach, beforeEach, expect, it } from "vitest";
import { type FreshDatabases, freshDatabases } from "../support/fresh-databases.ts";
import { expectExactLedger } from "../support/oracle/expect-exact-ledger.ts";
import type { OracleRules } from "../support/oracle/expected-rows.ts";
import { reasonsOf } from "../support/reasons.ts";
import { replaceToken } from "../support/replace-token.ts";
import { type Environment, startService } from "../support/running-service.ts";
import { settled, storedCheckpoint, storedRuns } from "../support/settled.ts";
import { ownerOf, paymentOf, propertyOf } from "../support/source-examples.ts";
import { until } from "../support/until.ts";
import { watchHealth } from "../support/watch-health.ts";

let databases: FreshDatabases;
const owner = ownerOf("Listed", "First");
const house = propertyOf({ ownerId: owner._id });

beforeEach(async () => {
  databases = await freshDatabases();
  const { main } = databases;
  await main.collection("users").insertOne(owner);
  await main.collection("propertyowners").insertOne({ ...owner, lastName: "Second" });
  await main.collection("properties").insertOne(house);
  await main
    .collection("payments")
    .insertMany([
      paymentOf(house._id, { amount: 100, commissionDetails: { ownerAmount: 92.5 } }),
      paymentOf(house._id, { amount: 50, currency: "ZWL", commissionDetails: { ownerAmount: 0 } }),
      paymentOf(house._id, { amount: 33.333, currency: "USD" }),
      paymentOf(house._id, { amount: 10, commissionDetails: { ownerAmount: 12 } }),
      paymentOf(house._id, { amount: 60 }),
    ]);
});
afterEach(() => databases.cleanUp());

/** Runs the service until its ledger shows what this configuration says, then compares everything and stops it. */
const runWith = async (environment: Environment, rules: Partial<OracleRules>): Promise<void> => {
  const { main } = databases;
  await using service = await startService(databases, environment);
  await until(
    "the ledger shows this configuration",
    async () => (await service.useCases.status()).realTime.state === "live",
  );
  await main
    .collection("payments")
    .insertOne(paymentOf(house._id, { amount: 5, commissionDetails: { ownerAmount: 4 } }));
  await settled(databases, { owners: environment.OWNER_COLLECTIONS?.split(",")[0] ?? "users" });
  await expectExactLedger(databases, rules);
};

const feeRows = (status: string) =>
  databases.accounting.collection("transactions").countDocuments({ category: "management_fee", status });

it("projects everything anew under another POSTING_POLICY, and voids the fee rows on the way back", async () => {
  await runWith({}, {});
  expect(await feeRows("posted")).toBe(0);
  await runWith({ POSTING_POLICY: "gross" }, { postingPolicy: "gross" });
  expect(await feeRows("posted")).toBe(4);
  await runWith({ POSTING_POLICY: "net" }, {});
  expect([await feeRows("posted"), await feeRows("void")]).toEqual([0, 4]);
});

it("looks for owners anew under other OWNER_COLLECTIONS", async () => {
  await runWith({}, {});
  const nameOf = async () => (await databases.accounting.collection("accounts").findOne({ _id: house._id }))?.ownerName;
  expect(await nameOf()).toBe("Listed First");
  await runWith({ OWNER_COLLECTIONS: "propertyowners,users" }, { ownerCollections: ["propertyowners", "users"] });
  expect(await nameOf()).toBe("Listed Second");
  await runWith({ OWNER_COLLECTIONS: "propertyowners" }, { ownerCollections: ["propertyowners"] });
  await runWith({ OWNER_COLLECTIONS: "users" }, { ownerCollections: ["users"] });
  expect(await nameOf()).toBe("Listed First");
});

it("judges amounts anew under another SUB_MINOR policy", async () => {
  await runWith({ SUB_MINOR: "reject" }, { subMinor: "reject" });
  await runWith({ SUB_MINOR: "round" }, {});
});

it("books payments without a currency in another DEFAULT_CURRENCY", async () => {
  await runWith({}, {});
  await runWith({ DEFAULT_CURRENCY: "ZWL" }, { defaultCurrency: "ZWL" });
});

it("reads renamed collections of the main database", async () => {
  const { main } = databases;
  await main.renameCollection("payments", "rent_payments");
  await main.renameCollection("properties", "units");
  await using _ = await startService(databases, { MAIN_COLLECTIONS: "payments=rent_payments,properties=units" });
  await settled(databases);
  expect(await databases.accounting.collection("transactions").countDocuments({ status: "posted" })).toBe(4);
});

it("keeps its position and records no gap while it projects anew", async () => {
  await runWith({}, {});
  const before = await storedCheckpoint(databases.accounting);
  await databases.main.collection("payments").insertOne(paymentOf(house._id, { amount: 77 }));
  await runWith({ POSTING_POLICY: "gross" }, { postingPolicy: "gross" });
  const after = await storedCheckpoint(databases.accounting);
  expect(after).toMatchObject({ gap: null, reading: before?.reading });
  expect(after?.projectionId).not.toBe(before?.projectionId);
  expect(after?.tally.events).toBe(before?.tally.events + 3);
  expect((await storedRuns(databases.accounting)).map((run) => [run.kind, run.state])).toEqual([
    ["initial", "succeeded"],
    ["full", "succeeded"],
  ]);
});

it("keeps its position also when it looks at other collections from now on", async () => {
  await runWith({}, {});
  await replaceToken(databases, (token) => token);
  await databases.main.collection("payments").insertOne(paymentOf(house._id, { amount: 77 }));
  await runWith({ OWNER_COLLECTIONS: "propertyowners" }, { ownerCollections: ["propertyowners"] });
  expect((await storedCheckpoint(databases.accounting))?.gap).toBeNull();
});

it("says that it projects anew, and is not called healthy meanwhile", async () => {
  await runWith({}, {});
  const { main } = databases;
  await main.collection("payments").insertMany(Array.from({ length: 3_000 }, () => paymentOf(house._id)));
  await using service = await startService(databases, {
    POSTING_POLICY: "gross",
    FULL_SYNC_MAX_ROWS_PER_SECOND: "2000",
  });
  const { useCases } = service;
  await using watch = watchHealth(useCases);
  const { health, status } = await until("it projects anew", async () => {
    const answer = await useCases.health();
    return answer.health.reasons.some(({ code }) => code === "reprojecting") ? answer : null;
  });
  expect([health.status, reasonsOf(health)]).toEqual(["degraded", ["reprojecting"]]);
  expect(status.realTime).toMatchObject({ state: "reprojecting", isRunning: true });
  await until("it is done", async () => (await useCases.status()).realTime.state === "live");
  await settled(databases);
  await expectExactLedger(databases, { postingPolicy: "gross" });
  expect((await watch.story()).lies).toEqual([]);
  expect(reasonsOf((await useCases.health()).health)).toEqual(["open_failures"]);
});
