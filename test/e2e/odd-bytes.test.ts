import { type Document, Long } from "mongodb";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { freshDatabases } from "../support/fresh-databases.ts";
import { house, type OneHouse, rightFields, startOneHouse } from "../support/one-house.ts";
import { expectExactLedger } from "../support/oracle/expect-exact-ledger.ts";
import { insertRaw, withBytes, withElements } from "../support/raw-insert.ts";
import { startService } from "../support/running-service.ts";
import { settled } from "../support/settled.ts";
import { paymentOf, propertyOf } from "../support/source-examples.ts";

let books: OneHouse;

beforeAll(async () => {
  books = await startOneHouse();
});
afterAll(() => books.close());

/** A document that was malformed and is recorded once; corrected, its record closes and its row is posted. */
const expectHealing = async (paymentId: unknown): Promise<void> => {
  await books.set("payments", [paymentId], rightFields());
  await books.settled();
  expect((await books.failuresOf(paymentId)).map(({ state }) => state)).toEqual(["resolved"]);
  expect(await books.rowOf(paymentId)).toMatchObject({ status: "posted", amountMinor: 10_000 });
};

const expectFailure = async (paymentId: unknown, expected: Document): Promise<void> => {
  const beside = paymentOf(house._id, { amount: 1 });
  await books.main.collection("payments").insertOne(beside);
  await books.settled();
  expect(await books.failuresOf(paymentId)).toMatchObject([
    { state: "open", collection: "payments", attempts: 1, ...expected },
  ]);
  expect(await books.rowOf(paymentId)).toBeNull();
  expect(await books.rowOf(beside._id)).toMatchObject({ status: "posted" });
};

describe("bytes that no driver writes", () => {
  const insert = (document: Uint8Array) => insertRaw(inject("mongoUri"), books.main, "payments", document);

  it("records notes of invalid UTF-8 once, and heals", async () => {
    const payment = paymentOf(house._id, { notes: "AAAA" });
    await insert(withBytes(payment, "AAAA", Buffer.from([0xc3, 0x28, 0xff, 0xfe])));
    await expectFailure(payment._id, { code: "undecodable_document" });
    await expectExactLedger(books);
    await expectHealing(payment._id);
  });

  it("pays no attention to invalid UTF-8 in a field that it does not read", async () => {
    const payment = paymentOf(house._id, { tenantName: "AAAA" });
    await insert(withBytes(payment, "AAAA", Buffer.from([0xc3, 0x28, 0xff, 0xfe])));
    await books.settled();
    expect(await books.failuresOf(payment._id)).toEqual([]);
    expect(await books.rowOf(payment._id)).toMatchObject({ status: "posted" });
    await books.main.collection("payments").deleteOne({ _id: payment._id });
  });

  it("records a field name of invalid UTF-8 inside a field that it reads", async () => {
    const property = propertyOf({ address: { AAAA: "x" } });
    await insertRaw(
      inject("mongoUri"),
      books.main,
      "properties",
      withBytes(property, "AAAA", Buffer.from([0xc3, 0x28, 0xff, 0xfe])),
    );
    await books.settled();
    const [failure] = await books.failuresOf(property._id);
    const head = await books.accounting.collection("accounts").findOne({ _id: property._id });
    expect(failure?.code ?? head?.propertyAddress).toMatch(/undecodable_document|x/);
    await books.main.collection("properties").deleteOne({ _id: property._id });
    await books.settled();
    expect((await books.failuresOf(property._id)).filter(({ state }) => state === "open")).toEqual([]);
  });

  it("takes the last of two amounts under one name", async () => {
    const payment = paymentOf(house._id, { amount: 1 });
    await insert(withElements(payment, { amount: 2 }));
    await books.settled();
    const row = await books.rowOf(payment._id);
    expect(row === null ? await books.failuresOf(payment._id) : row.amountMinor).toBe(200);
    await expectExactLedger(books);
  });

  it("takes fields named __proto__ and constructor for what they are", async () => {
    const payment = paymentOf(house._id, { constructor: "x", toString: "y" });
    await insert(withElements(payment, JSON.parse('{"__proto__": {"amount": 7, "status": "pending"}}')));
    const property = propertyOf({ address: JSON.parse('{"__proto__": "Street", "city": "Harare"}') });
    await books.main.collection("properties").insertOne(property);
    await books.settled();
    expect(await books.rowOf(payment._id)).toMatchObject({ amountMinor: 10_000 });
    await expectExactLedger(books);
  });

  it("records a date beyond what a date can be", async () => {
    const payment = paymentOf(house._id);
    await insert(
      withBytes(
        { ...payment, paymentDate: Long.MAX_VALUE },
        "\x12paymentDate",
        Buffer.from("\x09paymentDate", "latin1"),
      ),
    );
    await expectFailure(payment._id, { field: "paymentDate" });
    await expectHealing(payment._id);
  });

  it("keeps the last and the first date that a date can be", async () => {
    const payments = [8.64e15, -8.64e15].map((ms) => paymentOf(house._id, { paymentDate: new Date(ms) }));
    await books.main.collection("payments").insertMany(payments);
    await books.settled();
    await expectExactLedger(books);
    await books.remove(
      "payments",
      payments.map(({ _id }) => _id),
    );
    await books.settled();
  });

  it("keeps null bytes and characters beyond the first plane in texts", async () => {
    const payment = paymentOf(house._id, { notes: "a\0b", referenceNumber: "R\0", processedBy: "🏠\u202e\ufeff" });
    await books.main.collection("payments").insertOne(payment);
    await books.settled();
    expect(await books.rowOf(payment._id)).toMatchObject({ notes: "a\0b", referenceNumber: "R\0" });
    await expectExactLedger(books);
  });

  it("books a payment of 15 MB, and several of them at once", async () => {
    const large = (): Document => paymentOf(house._id, { notes: "n".repeat(15 * 1_024 * 1_024) });
    const hidden = (): Document => paymentOf(house._id, { attachment: Buffer.alloc(15 * 1_024 * 1_024) });
    const payments = [large(), hidden(), large(), hidden()];
    for (const payment of payments) await books.main.collection("payments").insertOne(payment);
    await books.settled();
    const rows = await Promise.all(payments.map(({ _id }) => books.rowOf(_id)));
    expect(rows.map((row) => row?.notes?.length ?? 0)).toEqual([2_000, 0, 2_000, 0]);
    await books.remove(
      "payments",
      payments.map(({ _id }) => _id),
    );
    await books.settled();
  });
});

it("stops nothing when a full sync meets all of them", async () => {
  const fresh = await freshDatabases();
  const broken = [Number.NaN, "12 000", null, -1, 1e21, [1], { a: 1 }, true];
  await fresh.main.collection("properties").insertOne(house);
  await fresh.main.collection("payments").insertMany(broken.map((amount) => paymentOf(house._id, { amount })));
  const undecodable = paymentOf(house._id, { notes: "AAAA" });
  await insertRaw(
    inject("mongoUri"),
    fresh.main,
    "payments",
    withBytes(undecodable, "AAAA", Buffer.from([0xc3, 0x28, 0xff, 0xfe])),
  );
  await fresh.main.collection("payments").insertMany(Array.from({ length: 20 }, () => paymentOf(house._id)));
  const initial = await startService(fresh);
  await settled(fresh);
  await expectExactLedger(fresh);
  expect(await fresh.accounting.collection("sync_failures").countDocuments({ state: "open" })).toBe(broken.length + 1);
  await initial.stop();
  await fresh.cleanUp();
});
