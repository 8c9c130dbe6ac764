import { type Document, ObjectId } from "mongodb";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type FreshDatabases, freshDatabases } from "../support/fresh-databases.ts";
import { expectExactLedger } from "../support/oracle/expect-exact-ledger.ts";
import { type RunningService, startService } from "../support/running-service.ts";
import { settled } from "../support/settled.ts";
import { ownerOf, paymentOf, propertyOf } from "../support/source-examples.ts";

let databases: FreshDatabases;
let service: RunningService;
const ownerCollections = ["users", "propertyowners"];

beforeAll(async () => {
  databases = await freshDatabases();
  service = await startService(databases, { OWNER_COLLECTIONS: ownerCollections.join(",") });
});
afterAll(async () => {
  await service.stop();
  await databases.cleanUp();
});

const headOf = (propertyId: ObjectId): Promise<Document | null> =>
  databases.accounting.collection("accounts").findOne({ _id: propertyId });

const insert = async (collection: string, ...documents: readonly Document[]): Promise<void> => {
  await databases.main.collection(collection).insertMany([...documents]);
};
const set = async (collection: string, _id: ObjectId, fields: Document): Promise<void> => {
  await databases.main.collection(collection).updateOne({ _id }, { $set: fields });
};
const remove = async (collection: string, _id: ObjectId): Promise<void> => {
  await databases.main.collection(collection).deleteOne({ _id });
};

/** The head as it is once the ledger has caught up; the whole ledger is compared besides. */
const expectHead = async (propertyId: ObjectId, head: Document): Promise<void> => {
  await settled(databases);
  await expectExactLedger(databases, { ownerCollections });
  expect(await headOf(propertyId)).toMatchObject(head);
};

it("takes a payment before its property, and the property before its owner", async () => {
  const owner = ownerOf("Tendai", "Moyo");
  const house = propertyOf({ ownerId: owner._id, name: "Early House" });
  await insert("payments", paymentOf(house._id));
  await expectHead(house._id, { status: "stub", propertyName: null, balances: { USD: { rowCount: 1 } } });
  await insert("properties", house);
  await expectHead(house._id, { status: "active", propertyName: "Early House", ownerId: owner._id, ownerName: null });
  await insert("users", owner);
  await expectHead(house._id, { ownerName: "Tendai Moyo", balances: { USD: { rowCount: 1, balanceMinor: 10_000 } } });
});

it("takes all three at once, payment first", async () => {
  const owner = ownerOf("Rudo", "Banda");
  const house = propertyOf({ ownerId: owner._id });
  await databases.client.withSession((session) =>
    session.withTransaction(async () => {
      await databases.main.collection("payments").insertOne(paymentOf(house._id), { session });
      await databases.main.collection("properties").insertOne(house, { session });
      await databases.main.collection("users").insertOne(owner, { session });
    }),
  );
  await expectHead(house._id, { status: "active", ownerName: "Rudo Banda" });
});

it("tells an owner's new name also when a property moves to that owner meanwhile", async () => {
  const rounds = 25;
  const [from, to] = [ownerOf("Farai", "One"), ownerOf("Chipo", "Two")];
  const houses = Array.from({ length: rounds }, () => propertyOf({ ownerId: from._id }));
  await insert("users", from, to);
  await insert("properties", ...houses);
  for (const [round, house] of houses.entries()) {
    const rename = () => set("users", to._id, { lastName: `Two ${round}` });
    const move = () => set("properties", house._id, { ownerId: to._id });
    await Promise.all(round % 2 === 0 ? [rename(), move()] : [move(), rename()]);
  }
  await settled(databases);
  await expectExactLedger(databases, { ownerCollections });
  const names = await Promise.all(houses.map(async ({ _id }) => (await headOf(_id))?.ownerName));
  expect(new Set(names)).toEqual(new Set([`Chipo Two ${rounds - 1}`]));
});

it("archives the head of a deleted property with its rows, and takes it up again with the property", async () => {
  const house = propertyOf({ name: "Short-Lived" });
  await insert("properties", house);
  await insert("payments", paymentOf(house._id));
  await settled(databases);
  await remove("properties", house._id);
  await expectHead(house._id, { status: "archived", propertyName: "Short-Lived", balances: { USD: { rowCount: 1 } } });
  await insert("payments", paymentOf(house._id));
  await expectHead(house._id, { status: "archived", balances: { USD: { rowCount: 2, balanceMinor: 20_000 } } });
  await insert("properties", { ...house, name: "Long-Lived" });
  await expectHead(house._id, { status: "active", propertyName: "Long-Lived", balances: { USD: { rowCount: 2 } } });
});

it("tells each property in all of its owner's accounts after a rename", async () => {
  const owner = ownerOf("Nyasha", "Dube");
  const houses = Array.from({ length: 40 }, () => propertyOf({ propertyOwnerId: owner._id.toHexString() }));
  await insert("properties", ...houses);
  await insert("users", owner);
  await set("users", owner._id, { firstName: "  Nyasha  Grace ", lastName: "" });
  await settled(databases);
  await expectExactLedger(databases, { ownerCollections });
  const heads = await databases.accounting.collection("accounts").find({ ownerKeys: owner._id }).toArray();
  expect(heads.map((head) => head.ownerName)).toEqual(houses.map(() => "Nyasha Grace"));
});

describe("with two candidates in two collections", () => {
  const [first, second] = [ownerOf("First", "Candidate"), ownerOf("Second", "Candidate")];
  const house = propertyOf({ ownerId: first._id, propertyOwnerId: second._id });
  const expectOwner = (ownerId: ObjectId, ownerName: string | null) => expectHead(house._id, { ownerId, ownerName });

  beforeEach(async () => {
    for (const collection of ownerCollections) await databases.main.collection(collection).deleteMany({});
    await databases.main.collection("properties").deleteMany({});
    await insert("properties", house);
  });

  it("names the first candidate without a name as long as neither exists", () => expectOwner(first._id, null));

  it("takes the second candidate until the first one comes", async () => {
    await insert("users", second);
    await expectOwner(second._id, "Second Candidate");
    await insert("propertyowners", first);
    await expectOwner(first._id, "First Candidate");
  });

  it("prefers the collection that is listed first, and goes back when the document there is deleted", async () => {
    await insert("propertyowners", { ...first, firstName: "Listed second" });
    await expectOwner(first._id, "Listed second Candidate");
    await insert("users", { ...first, firstName: "Listed first" });
    await expectOwner(first._id, "Listed first Candidate");
    await remove("users", first._id);
    await expectOwner(first._id, "Listed second Candidate");
  });

  it("never shows the previous owner's name", async () => {
    await insert("users", first);
    await expectOwner(first._id, "First Candidate");
    const third = new ObjectId();
    await set("properties", house._id, { ownerId: third, propertyOwnerId: null });
    await expectOwner(third, null);
    await insert("users", { _id: third });
    await expectOwner(third, null);
  });

  it("keeps a property without any owner", async () => {
    await databases.main
      .collection("properties")
      .updateOne({ _id: house._id }, { $unset: { ownerId: 1, propertyOwnerId: 1 } });
    await expectHead(house._id, { ownerId: null, ownerKeys: [], ownerName: null });
  });
});

it("keeps a malformed owner's known name, and takes the new one once it is corrected", async () => {
  const owner = ownerOf("Tatenda", "Known");
  const house = propertyOf({ ownerId: owner._id });
  await insert("users", owner);
  await insert("properties", house);
  await expectHead(house._id, { ownerName: "Tatenda Known" });
  await set("users", owner._id, { firstName: ["Tatenda"] });
  await expectHead(house._id, { ownerName: "Tatenda Known" });
  await set("users", owner._id, { firstName: "Tatenda", lastName: "Corrected" });
  await expectHead(house._id, { ownerName: "Tatenda Corrected" });
});

it("never books a reversal row, nor a payment that has become one", async () => {
  const house = propertyOf();
  const original = paymentOf(house._id, { amount: 80 });
  await insert("properties", house);
  await insert("payments", original, paymentOf(house._id, { amount: 80, reversalOfPaymentId: original._id }));
  await expectHead(house._id, { balances: { USD: { rowCount: 1, balanceMinor: 8_000 } } });
  await set("payments", original._id, { status: "reversed", postingStatus: "reversed" });
  await expectHead(house._id, { balances: {} });
});

it("keeps US dollars and Zimbabwe dollars of one property apart", async () => {
  const house = propertyOf();
  await insert("properties", house);
  await insert(
    "payments",
    paymentOf(house._id, { amount: 100.1, currency: "USD" }),
    paymentOf(house._id, { amount: 250_000.25, currency: "ZWL" }),
    paymentOf(house._id, { amount: 0.2 }),
  );
  await expectHead(house._id, {
    balances: {
      USD: { incomeMinor: 10_030, balanceMinor: 10_030, rowCount: 2 },
      ZWL: { incomeMinor: 25_000_025, balanceMinor: 25_000_025, rowCount: 1 },
    },
  });
  await databases.main.collection("payments").deleteMany({ propertyId: house._id, currency: { $ne: "ZWL" } });
  await expectHead(house._id, { balances: { ZWL: { rowCount: 1 } } });
  expect((await headOf(house._id))?.balances).not.toHaveProperty("USD");
  const shown = await databases.accounting.collection("propertyaccounts").findOne({ propertyId: house._id });
  expect(shown).toMatchObject({ runningBalance: 250_000.25, totalIncome: 250_000.25, totalExpenses: 0 });
});
