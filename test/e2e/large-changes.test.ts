import { type Document, ObjectId } from "mongodb";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type FreshDatabases, freshDatabases } from "../support/fresh-databases.ts";
import { measured } from "../support/measured.ts";
import { expectExactLedger } from "../support/oracle/expect-exact-ledger.ts";
import { type RunningService, startService } from "../support/running-service.ts";
import { settled } from "../support/settled.ts";
import { ownerOf, paymentOf, propertyOf } from "../support/source-examples.ts";

const many = 12_000;
const owner = ownerOf("Estate", "Holdings");
const [from, to] = [propertyOf({ ownerId: owner._id }), propertyOf({ ownerId: owner._id })];

let databases: FreshDatabases;
let service: RunningService;

beforeAll(async () => {
  databases = await freshDatabases();
  await databases.main.collection("users").insertOne(owner);
  await databases.main.collection("properties").insertMany([from, to]);
  service = await startService(databases);
  await settled(databases);
});
afterAll(async () => {
  await service.stop();
  await databases.cleanUp();
});

/** Makes one change, awaits it in the ledger and compares the whole. */
const expectExactAfter = async (what: string, change: () => Promise<unknown>): Promise<void> => {
  await change();
  const startedAt = performance.now();
  await settled(databases, { timeoutMs: 60_000 });
  measured(what, { caughtUpAfterMs: Math.round(performance.now() - startedAt) });
  await expectExactLedger(databases);
};

const balances = async (): Promise<readonly unknown[]> => {
  const heads = await databases.accounting
    .collection("accounts")
    .find({ _id: { $in: [from._id, to._id] } })
    .toArray();
  return heads.map((head: Document) => head.balances.USD?.rowCount ?? 0);
};

it("takes 12,000 payments inserted by one transaction", async () => {
  await expectExactAfter("12,000 payments in a transaction", () =>
    databases.client.withSession((session) =>
      session.withTransaction(async () => {
        const payments = Array.from({ length: many }, (_, index) => paymentOf(from._id, { amount: index + 1 }));
        await databases.main.collection("payments").insertMany(payments, { session });
      }),
    ),
  );
  expect(await balances()).toEqual([many, 0]);
});

it("takes 12,000 payments that move to another property at once", async () => {
  await expectExactAfter("12,000 payments move", () =>
    databases.main.collection("payments").updateMany({}, { $set: { propertyId: to._id } }),
  );
  expect(await balances()).toEqual([0, many]);
});

it("takes 12,000 payments deleted one by one, which nobody has to confirm", async () => {
  await expectExactAfter("12,000 payments deleted", () => databases.main.collection("payments").deleteMany({}));
  expect(await balances()).toEqual([0, 0]);
});

it("tells 12,000 properties their owner's new name", async () => {
  const properties = Array.from({ length: many }, () => ({
    ...propertyOf({ ownerId: owner._id }),
    _id: new ObjectId(),
  }));
  await expectExactAfter("12,000 properties", () => databases.main.collection("properties").insertMany(properties));
  await expectExactAfter("an owner of 12,000 properties renamed", () =>
    databases.main.collection("users").updateOne({ _id: owner._id }, { $set: { lastName: "Renamed" } }),
  );
  const renamed = { ownerName: "Estate Renamed" };
  expect(await databases.accounting.collection("accounts").countDocuments(renamed)).toBe(many + 2);
});
