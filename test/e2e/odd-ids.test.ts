import { Binary, Decimal128, type Document, Long, MaxKey, ObjectId, Timestamp, UUID } from "mongodb";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { freshDatabases } from "../support/fresh-databases.ts";
import { fullSync } from "../support/full-sync.ts";
import { house, type OneHouse, startOneHouse } from "../support/one-house.ts";
import { expectExactLedger } from "../support/oracle/expect-exact-ledger.ts";
import { startService } from "../support/running-service.ts";
import { openFailuresOf, settled } from "../support/settled.ts";
import { paymentOf, propertyOf } from "../support/source-examples.ts";

let books: OneHouse;

beforeAll(async () => {
  books = await startOneHouse();
});
afterAll(() => books.close());

describe("ids of every type", () => {
  const digits = "65a1b2c3d4e5f60718293a4b";
  const ids: readonly (readonly [string, unknown])[] = [
    ["a string", "INV-1"],
    ["an empty string", ""],
    ["a string with slashes", "a/b/income"],
    ["24 hex digits as a string", digits],
    ["the ObjectId of the same digits", new ObjectId(digits)],
    ["an int", 7],
    ["minus one", -1],
    ["a double", 7.25],
    ["a long", Long.fromString("9007199254740993")],
    ["a UUID", new UUID("2c5ea4c0-4067-11e9-8bad-9b1deb4d3b7d")],
    ["another binary", new Binary(Buffer.from("id"), 0x80)],
    ["a date", new Date("2024-01-01T00:00:00Z")],
    ["a boolean", false],
    ["null", null],
    ["an embedded document", { company: 1, number: "7" }],
    ["the embedded document in another order", { number: "7", company: 1 }],
    ["a Decimal128", Decimal128.fromString("1.50")],
    ["a timestamp", new Timestamp({ t: 5, i: 1 })],
    ["MaxKey", new MaxKey()],
    ["a string that looks like another id's form", "~n7"],
  ];

  afterEach(async () => {
    await books.remove("payments", allIds);
    await books.settled();
  });

  const allIds = ids.map(([, id]) => id);

  const insertAll = async (fields: Document): Promise<void> => {
    await books.insert(
      "payments",
      ids.map(([, _id]) => paymentOf(house._id, { ...fields, _id })),
    );
    await books.settled();
  };

  it("have one row each, amended and voided with their payment", async () => {
    await insertAll({ amount: 3 });
    await expectExactLedger(books);
    const rows = books.accounting.collection("transactions");
    expect(await rows.countDocuments({ amountMinor: 300, status: "posted" })).toBe(ids.length);
    await books.set("payments", allIds, { amount: 4 });
    await books.settled();
    await expectExactLedger(books);
    expect(await rows.countDocuments({ amountMinor: 400, status: "posted" })).toBe(ids.length);
    await books.remove("payments", allIds);
    await books.settled();
    await expectExactLedger(books);
    expect(await rows.countDocuments({ amountMinor: 400, status: "void" })).toBe(ids.length);
  });

  it("are walked by a full sync, each once", async () => {
    const fresh = await freshDatabases();
    await fresh.main.collection("properties").insertOne(house);
    await fresh.main.command({ insert: "payments", documents: ids.map(([, _id]) => paymentOf(house._id, { _id })) });
    await fresh.main.command({ insert: "properties", documents: ids.map(([name, _id]) => propertyOf({ name, _id })) });
    const initial = await startService(fresh);
    await settled(fresh);
    await expectExactLedger(fresh);
    await initial.stop();
    await fresh.cleanUp();
  });

  it("have one failure each when malformed, which closes when corrected", async () => {
    await insertAll({ amount: "three" });
    await expectExactLedger(books);
    const open = { state: "open", code: "money_invalid" };
    expect(await books.accounting.collection("sync_failures").countDocuments(open)).toBe(ids.length);
    await books.set("payments", allIds, { amount: 3 });
    await books.settled();
    await expectExactLedger(books);
    expect(await books.accounting.collection("sync_failures").countDocuments({ state: "open" })).toBe(0);
  });

  it("are references too: each property has its own account", async () => {
    const properties = ids.filter(
      ([, id]) => typeof id === "string" || typeof id === "number" || id instanceof ObjectId,
    );
    const named = properties.filter(([, id]) => id !== "");
    await books.insert(
      "properties",
      ids.map(([name, _id]) => propertyOf({ name, _id })),
    );
    await books.main.collection("payments").insertMany(named.map(([, id]) => paymentOf(id)));
    await books.settled();
    await expectExactLedger(books);
    const heads = books.accounting.collection<{ readonly _id: string | ObjectId }>("accounts");
    // The string of 24 digits means the ObjectId, wherever it refers.
    expect(await heads.findOne({ _id: new ObjectId(digits) })).toMatchObject({ balances: { USD: { rowCount: 2 } } });
    expect(await heads.findOne({ _id: digits })).toMatchObject({ balances: {} });
    await books.main.collection("payments").deleteMany({ propertyId: { $in: named.map(([, id]) => id) } });
    await books.remove("properties", allIds);
    await books.settled();
    await expectExactLedger(books);
  });
});

describe("references of any size and value", () => {
  const megabyte = (index: number): string => `${index}`.padEnd(1_024 * 1_024, "x");

  /** Goes on with the payments beside it, whatever became of these. */
  const expectOthersToGoOn = async (payments: readonly Document[]): Promise<void> => {
    await books.main.collection("payments").insertMany([...payments]);
    const beside = paymentOf(house._id, { amount: 1 });
    await books.main.collection("payments").insertOne(beside);
    await books.settled();
    expect(await books.rowOf(beside._id)).toMatchObject({ status: "posted" });
    await books.main.command({
      delete: "payments",
      deletes: payments.map(({ _id }) => ({ q: { _id }, limit: 1 })),
    });
    await books.settled();
    await expectExactLedger(books);
  };

  it("takes numbers that are easily mistaken for one another", async () => {
    const numbers = [
      Number.NaN,
      Number.POSITIVE_INFINITY,
      -0,
      1e300,
      5e-324,
      2 ** 53,
      Long.fromString("9007199254740993"),
    ];
    await books.main
      .collection("payments")
      .insertMany(numbers.map((propertyId) => paymentOf(propertyId, { companyId: propertyId })));
    await books.settled();
    await expectExactLedger(books);
    await books.main.collection("payments").deleteMany({ propertyId: { $in: numbers } });
    await books.settled();
  });

  it("is not stopped by companies named by a megabyte each", () =>
    expectOthersToGoOn(Array.from({ length: 30 }, (_, index) => paymentOf(house._id, { companyId: megabyte(index) }))));

  it("is not stopped by properties named by a megabyte each", () =>
    expectOthersToGoOn(Array.from({ length: 30 }, (_, index) => paymentOf(megabyte(index)))));

  it("is not stopped by payments with ids as long as an index could once hold", () => {
    const ids = Array.from({ length: 500 }, (_, index) => `${index}`.padEnd(1_000, "i"));
    return expectOthersToGoOn(ids.map((_id) => paymentOf(house._id, { _id })));
  });

  it("is not stopped by texts that are a megabyte of bytes", () =>
    expectOthersToGoOn(
      Array.from({ length: 30 }, () => paymentOf(house._id, { notes: new Binary(Buffer.alloc(1_024 * 1_024), 0x80) })),
    ));
});

describe("ids of a megabyte", () => {
  // As few as do not fit into one reply of the stream, nor their rows' ids into one command.
  const longIds = Array.from({ length: 9 }, (_, index) => `${index}/${"é".repeat(500_000)}`);
  const postable = longIds.slice(0, 8);
  const openIds = async (): Promise<readonly unknown[]> =>
    (await openFailuresOf(books.accounting)).map(({ documentId }) => documentId).toSorted();

  it("are recorded as too long, whether the stream or a full sync meets them; what stands beside them goes on", async () => {
    const beside = paymentOf(house._id, { amount: 12 });
    for (const [index, _id] of longIds.entries()) {
      const status = index < postable.length ? "completed" : "pending";
      await books.insert("payments", [paymentOf(house._id, { _id, status })]);
    }
    await books.insert("payments", [beside]);
    await books.settled();
    expect(await openIds()).toEqual(postable.toSorted());
    const [failure] = await openFailuresOf(books.accounting);
    expect(failure).toMatchObject({ code: "id_too_long", field: "_id", collection: "payments" });
    expect(await books.rowOf(beside._id)).toMatchObject({ status: "posted", amountMinor: 1_200 });
    await expectExactLedger(books);
    expect(await fullSync(books.useCases)).toMatchObject({ state: "succeeded" });
    await expectExactLedger(books);
    for (const id of longIds) await books.remove("payments", [id]);
    await books.settled();
    expect(await openIds()).toEqual([]);
    await expectExactLedger(books);
  }, 60_000);
});
