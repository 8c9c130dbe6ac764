import { type Db, type Document, Long, ObjectId } from "mongodb";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { type FreshDatabases, freshDatabases } from "../fresh-databases.ts";
import { startService } from "../running-service.ts";
import { settled } from "../settled.ts";
import { ownerOf, paymentOf, propertyOf } from "../source-examples.ts";
import { expectExactLedger } from "./expect-exact-ledger.ts";

const owner = ownerOf("Ada", "Moyo");
const house = propertyOf({ ownerId: owner._id });
const first = paymentOf(house._id, { amount: 10 });
const second = paymentOf(house._id, { amount: 20 });
const broken = paymentOf(house._id, { amount: "a lot" });

let databases: FreshDatabases;

beforeAll(async () => {
  databases = await freshDatabases();
  const { main, accounting } = databases;
  await main.collection("users").insertOne(owner);
  await main.collection("properties").insertOne(house);
  await main.collection("payments").insertMany([first, second, broken]);
  const service = await startService(databases);
  await settled(databases);
  await service.stop();
  for (const db of [main, accounting]) saved.set(db, await contentOf(db));
});
beforeEach(async () => {
  for (const [db, content] of saved) await restore(db, content);
});
afterAll(() => databases.cleanUp());

type Content = ReadonlyMap<string, Document[]>;
const saved = new Map<Db, Content>();

const contentOf = async (db: Db): Promise<Content> => {
  const content = new Map<string, Document[]>();
  for (const { name, type } of await db.listCollections().toArray()) {
    if (type === "collection" && !name.startsWith("system."))
      content.set(name, await db.collection(name).find({}, { promoteValues: false }).toArray());
  }
  return content;
};

const restore = async (db: Db, content: Content): Promise<void> => {
  for (const [name, documents] of content) {
    await db.collection(name).deleteMany({});
    if (documents.length > 0) await db.collection(name).insertMany(documents);
  }
};

const rowId = `payments/${first._id.toHexString()}/income`;

/** Damage that a ledger can have, each done to one that was right. */
const damages: readonly (readonly [string, (databases: FreshDatabases) => Promise<unknown>])[] = [
  [
    "an amount one cent off",
    ({ accounting }) => set(accounting, "transactions", rowId, { amountMinor: Long.fromInt(1_001) }),
  ],
  [
    "a row in another account",
    ({ accounting }) => set(accounting, "transactions", rowId, { propertyId: new ObjectId() }),
  ],
  ["a row of another day", ({ accounting }) => set(accounting, "transactions", rowId, { occurredAt: new Date(0) })],
  ["a row that is void", ({ accounting }) => set(accounting, "transactions", rowId, { status: "void" })],
  [
    "a row that is lost",
    ({ accounting }) => accounting.collection("transactions").deleteOne({ amountMinor: Long.fromInt(1_000) }),
  ],
  ["a payment that was never read", ({ main }) => main.collection("payments").insertOne(paymentOf(house._id))],
  ["a payment that was deleted unseen", ({ main }) => main.collection("payments").deleteOne({ _id: first._id })],
  [
    "a total that is wrong",
    ({ accounting }) => set(accounting, "accounts", house._id, { "balances.USD.incomeMinor": Long.fromInt(1) }),
  ],
  ["a count that is wrong", ({ accounting }) => set(accounting, "accounts", house._id, { "balances.USD.rowCount": 3 })],
  [
    "a total of a currency that nobody paid",
    ({ accounting }) => set(accounting, "accounts", house._id, { "balances.EUR": zeroBalance }),
  ],
  ["an owner's old name", ({ accounting }) => set(accounting, "accounts", house._id, { ownerName: "Ada Ncube" })],
  ["a head that is lost", ({ accounting }) => accounting.collection("accounts").deleteOne({})],
  ["a gap in the journal", ({ accounting }) => accounting.collection("journal").deleteOne({ rowId })],
  [
    "a journal line that tells another amount",
    ({ accounting }) =>
      accounting.collection("journal").updateOne({ rowId }, { $set: { "after.amountMinor": Long.fromInt(7) } }),
  ],
  [
    "a row that names another journal line",
    ({ accounting }) => set(accounting, "transactions", rowId, { journalSeq: Long.fromInt(99) }),
  ],
  [
    "a tally that does not add up",
    ({ accounting }) => set(accounting, "sync_state", "checkpoint", { "tally.events": 1_000 }),
  ],
  ["a failure that is not recorded", ({ accounting }) => accounting.collection("sync_failures").deleteMany({})],
  [
    "a failure of a sound payment",
    ({ main }) => main.collection("payments").updateOne({ _id: broken._id }, { $set: { status: "pending" } }),
  ],
  ["an event that is missing", ({ accounting }) => accounting.collection("sync_events").deleteOne({})],
];

const zeroBalance = {
  incomeMinor: Long.ZERO,
  expensesMinor: Long.ZERO,
  balanceMinor: Long.ZERO,
  rowCount: 0,
};

const set = (db: FreshDatabases["accounting"], collection: string, id: string | ObjectId, fields: Document) =>
  db.collection<{ readonly _id: string | ObjectId }>(collection).updateOne({ _id: id }, { $set: fields });

it("finds nothing to say about a ledger that is right", async () => {
  await expectExactLedger(databases);
});

it.each(damages)("finds %s", async (_, damage) => {
  await damage(databases);
  await expect(expectExactLedger(databases)).rejects.toThrow("differences");
});
