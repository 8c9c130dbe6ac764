import type { Document, ObjectId } from "mongodb";
import { afterAll, beforeAll, expect, it } from "vitest";
import { idOfBson } from "../../src/adapters/mongo-driver/id-codec.ts";
import { type FreshDatabases, freshDatabases } from "../support/fresh-databases.ts";
import { expectExactLedger } from "../support/oracle/expect-exact-ledger.ts";
import { type RunningService, startService } from "../support/running-service.ts";
import { settled } from "../support/settled.ts";
import { paymentOf, propertyOf } from "../support/source-examples.ts";

const caller = { actor: "accountant" };
const house = propertyOf({ name: "Willow Court 1" });
const cottage = propertyOf({ name: "Rose Cottage" });
const payment = paymentOf(house._id, { status: "pending", amount: 1_200 });

let databases: FreshDatabases;
let service: RunningService;

beforeAll(async () => {
  databases = await freshDatabases();
  service = await startService(databases);
  await databases.main.collection("properties").insertMany([house, cottage]);
  await databases.main.collection("payments").insertOne(payment);
  await settled(databases);
  await enterRepair();
});
afterAll(async () => {
  await service.stop();
  await databases.cleanUp();
});

const enterRepair = () =>
  service.useCases.enterTransaction(caller, {
    propertyId: idOfBson(house._id),
    type: "repair",
    amount: "150.00",
    currency: "USD",
    description: "New gutter",
    occurredAt: null,
    category: null,
    referenceNumber: null,
    paymentMethod: null,
    recipientType: null,
    notes: null,
    direction: null,
    idempotencyKey: "gutter",
  });

const change = async (update: Document): Promise<void> => {
  await databases.main.collection("payments").updateOne({ _id: payment._id }, update);
};

const balanceOf = async (propertyId: ObjectId): Promise<unknown> => {
  const head = await databases.accounting.collection("accounts").findOne({ _id: propertyId });
  return head?.balances.USD?.balanceMinor ?? 0;
};

const expectBalances = async (balances: { readonly house: number; readonly cottage: number }): Promise<void> => {
  await settled(databases);
  await expectExactLedger(databases);
  expect({ house: await balanceOf(house._id), cottage: await balanceOf(cottage._id) }).toEqual(balances);
};

/** The story of the payment's one row, as the journal tells it. */
const story = async (): Promise<readonly unknown[]> => {
  const rowId = `payments/${payment._id.toHexString()}/income`;
  const lines = await databases.accounting.collection("journal").find({ rowId }).sort({ _id: 1 }).toArray();
  return lines.map((line) => [line.change, line.after]);
};

const repairRow = (): Promise<Document | null> =>
  databases.accounting.collection("transactions").findOne({ origin: "manual" });

it("books nothing while the payment is pending", async () => {
  await expectBalances({ house: -150_00, cottage: 0 });
  expect(await story()).toEqual([]);
});

it("posts the payment when it is completed", async () => {
  await change({ $set: { status: "completed" } });
  await expectBalances({ house: 1_050_00, cottage: 0 });
  expect(await story()).toMatchObject([["posted", { status: "posted", amountMinor: 120_000 }]]);
});

it("amends the row when the amount is edited", async () => {
  await change({ $set: { amount: 1_250.5 } });
  await expectBalances({ house: 1_100_50, cottage: 0 });
  expect((await story()).at(-1)).toEqual(["amended", { amountMinor: 125_050 }]);
});

it("moves the row with the payment to another property", async () => {
  await change({ $set: { propertyId: cottage._id } });
  await expectBalances({ house: -150_00, cottage: 1_250_50 });
  expect((await story()).at(-1)).toEqual(["amended", { propertyId: cottage._id }]);
});

it("voids the row with its reason when the payment is voided", async () => {
  await change({ $set: { status: "voided" } });
  await expectBalances({ house: -150_00, cottage: 0 });
  expect((await story()).at(-1)).toEqual(["voided", { status: "void", voidReason: "status_not_completed" }]);
});

it("restores the same row when the payment is completed again", async () => {
  await change({ $set: { status: "completed" } });
  await expectBalances({ house: -150_00, cottage: 1_250_50 });
  expect((await story()).at(-1)).toEqual(["restored", { status: "posted", voidReason: null }]);
});

it("voids the row for good when the payment is deleted", async () => {
  await databases.main.collection("payments").deleteOne({ _id: payment._id });
  await expectBalances({ house: -150_00, cottage: 0 });
  expect((await story()).at(-1)).toEqual(["voided", { status: "void", voidReason: "deleted" }]);
  expect((await story()).map((line) => (line as readonly unknown[])[0])).toEqual([
    "posted",
    "amended",
    "amended",
    "voided",
    "restored",
    "voided",
  ]);
});

it("has never touched the manual expense beside it", async () => {
  const repair = await repairRow();
  expect(repair).toMatchObject({ status: "posted", type: "repair", amountMinor: 150_00, description: "New gutter" });
  const lines = await databases.accounting.collection("journal").find({ rowId: repair?._id }).toArray();
  expect(lines.map((line) => [line.change, line.cause])).toEqual([["posted", { kind: "actor", actor: "accountant" }]]);
});
