import {
  Binary,
  Code,
  Decimal128,
  type Document,
  type Filter,
  Long,
  MaxKey,
  MinKey,
  ObjectId,
  Timestamp,
  UUID,
} from "mongodb";
import { afterAll, afterEach, beforeAll, describe, expect, inject, it } from "vitest";
import { type FreshDatabases, freshDatabases } from "../support/fresh-databases.ts";
import { expectExactLedger } from "../support/oracle/expect-exact-ledger.ts";
import { insertRaw, withBytes, withElements } from "../support/raw-insert.ts";
import { type RunningService, startService } from "../support/running-service.ts";
import { settled } from "../support/settled.ts";
import { aDay, paymentOf, propertyOf } from "../support/source-examples.ts";

const house = propertyOf();
let databases: FreshDatabases;
let service: RunningService;

beforeAll(async () => {
  databases = await freshDatabases();
  service = await startService(databases);
  await databases.main.collection("properties").insertOne(house);
});
afterAll(async () => {
  await service.stop();
  await databases.cleanUp();
});

/** Safe: the driver types every `_id` as ObjectId; these are of any BSON type. */
const withId = (id: unknown): Filter<Document> => ({ _id: id }) as Filter<Document>;
const withIds = (ids: readonly unknown[]): Filter<Document> => withId({ $in: ids });
const collectionOf = (name: string) => databases.main.collection(name);
const failuresOf = (documentId: unknown): Promise<readonly Document[]> =>
  databases.accounting.collection("sync_failures").find({ documentId }).toArray();
const rowOf = (paymentId: unknown): Promise<Document | null> =>
  databases.accounting.collection("transactions").findOne({ "source.id": paymentId });

/** Right in every field. */
const fieldsOfPayment = (): Document => {
  const { _id, ...fields } = paymentOf(house._id, {
    commissionDetails: {},
    currency: "USD",
    companyId: null,
    isProvisional: false,
    isInSuspense: false,
    referenceNumber: "R1",
    notes: "",
    processedBy: null,
  });
  return fields;
};

/** A document that was malformed and is recorded once; corrected, its record closes and its row is posted. */
const expectHealing = async (paymentId: unknown): Promise<void> => {
  await collectionOf("payments").updateOne(withId(paymentId), { $set: { ...fieldsOfPayment() } });
  await settled(databases);
  expect((await failuresOf(paymentId)).map(({ state }) => state)).toEqual(["resolved"]);
  expect(await rowOf(paymentId)).toMatchObject({ status: "posted", amountMinor: 10_000 });
};

const expectFailure = async (paymentId: unknown, expected: Document): Promise<void> => {
  const beside = paymentOf(house._id, { amount: 1 });
  await collectionOf("payments").insertOne(beside);
  await settled(databases);
  expect(await failuresOf(paymentId)).toMatchObject([
    { state: "open", collection: "payments", attempts: 1, ...expected },
  ]);
  expect(await rowOf(paymentId)).toBeNull();
  expect(await rowOf(beside._id)).toMatchObject({ status: "posted" });
};

describe("a wrong type in each field", () => {
  /** Values that no field of a payment takes, but for those listed with the field. */
  const values: readonly (readonly [string, unknown])[] = [
    ["null", null],
    ["a document", { a: 1 }],
    ["a list", ["x"]],
    ["a boolean", true],
    ["a date", aDay],
    ["a number", 5],
    ["a string", "words"],
    ["an ObjectId", new ObjectId()],
    ["a binary", new Binary(Buffer.from("x"))],
    ["a Decimal128", Decimal128.fromString("5")],
    ["a Long", Long.fromString("9007199254740993")],
    ["a timestamp", new Timestamp({ t: 1, i: 1 })],
    ["a regular expression", /x/],
    ["code", new Code("x")],
    ["MinKey", new MinKey()],
    ["MaxKey", new MaxKey()],
  ];
  /** Fields, and the values that are as good as right in them. */
  const fields: readonly (readonly [string, string, readonly string[]])[] = [
    ["amount", "money_invalid", ["a number", "a Decimal128", "a Long"]],
    ["commissionDetails.ownerAmount", "money_invalid", ["null", "a number", "a Decimal128", "a Long"]],
    ["currency", "currency_unknown", ["null"]],
    ["propertyId", "field_type_invalid", ["a number", "a string", "an ObjectId", "a Long", "a binary"]],
    ["companyId", "field_type_invalid", ["null", "a number", "a string", "an ObjectId", "a Long", "a binary"]],
    ["isProvisional", "field_type_invalid", ["null", "a boolean"]],
    ["isInSuspense", "field_type_invalid", ["null", "a boolean"]],
    ["paymentType", "field_type_invalid", ["null"]],
    ["paymentDate", "field_type_invalid", ["null", "a date"]],
    ["paymentMethod", "field_type_invalid", ["null", "a number", "a string", "an ObjectId", "a Long", "a binary"]],
    ["referenceNumber", "field_type_invalid", ["null", "a number", "a string", "an ObjectId", "a Long", "a binary"]],
    ["notes", "field_type_invalid", ["null", "a number", "a string", "an ObjectId", "a Long", "a binary"]],
    ["processedBy", "field_type_invalid", ["null", "a number", "a string", "an ObjectId", "a Long", "a binary"]],
  ];

  const withField = (field: string, value: unknown): Document =>
    field === "commissionDetails.ownerAmount" ? { commissionDetails: { ownerAmount: value } } : { [field]: value };

  it.each(fields)("is one failure of %s each, and closes by itself when corrected", async (field, code, sound) => {
    const wrong = values.filter(([name]) => !sound.includes(name));
    const payments = wrong.map(([, value]) => paymentOf(house._id, withField(field, value)));
    await collectionOf("payments").insertMany(payments);
    await settled(databases);
    const found = await Promise.all(payments.map(({ _id }) => failuresOf(_id)));
    const codes = found.map((failures, index) => [
      wrong[index]?.[0],
      ...failures.map((one) => [one.code, one.field, one.state]),
    ]);
    expect(codes).toEqual(
      wrong.map(([name, value]) => [
        name,
        [value === null && code !== "money_invalid" ? "field_missing" : code, field, "open"],
      ]),
    );
    await expectExactLedger(databases);
    await collectionOf("payments").updateMany(withIds(payments.map(({ _id }) => _id)), { $set: fieldsOfPayment() });
    await settled(databases);
    const healed = await Promise.all(payments.map(({ _id }) => failuresOf(_id)));
    expect(healed.flat().map(({ state }) => state)).toEqual(wrong.map(() => "resolved"));
    await expectExactLedger(databases);
  });

  it("says nothing about a payment that is not posted anyway", async () => {
    const payments = values.map(([, value]) =>
      paymentOf(house._id, { amount: value, paymentDate: value, status: "pending" }),
    );
    await collectionOf("payments").insertMany(payments);
    await settled(databases);
    expect((await Promise.all(payments.map(({ _id }) => failuresOf(_id)))).flat()).toEqual([]);
  });

  it("says nothing about a status of a wrong type: the payment is not completed", async () => {
    const payments = values.map(([, value]) => paymentOf(house._id, { status: value }));
    await collectionOf("payments").insertMany(payments);
    await settled(databases);
    expect((await Promise.all(payments.map(({ _id }) => failuresOf(_id)))).flat()).toEqual([]);
    await expectExactLedger(databases);
  });

  it("is one failure of a property each, which keeps its head as it was", async () => {
    const broken = values.filter(([name]) => ["a document", "a list", "a date", "code"].includes(name));
    const properties = broken.map(() => propertyOf({ name: "As it was" }));
    await databases.main.collection("properties").insertMany(properties);
    await settled(databases);
    for (const [index, { _id }] of properties.entries())
      await databases.main.collection("properties").updateOne({ _id }, { $set: { name: broken[index]?.[1] } });
    await settled(databases);
    await expectExactLedger(databases);
    const heads = databases.accounting.collection("accounts");
    for (const { _id } of properties) {
      expect(await failuresOf(_id)).toMatchObject([{ collection: "properties", field: "name", state: "open" }]);
      expect(await heads.findOne({ _id })).toMatchObject({ propertyName: "As it was", status: "active" });
    }
    await databases.main.collection("properties").deleteMany(withIds(properties.map(({ _id }) => _id)));
    await settled(databases);
    for (const { _id } of properties) expect(await failuresOf(_id)).toMatchObject([{ state: "resolved" }]);
  });
});

describe("bytes that no driver writes", () => {
  const insert = (document: Uint8Array) => insertRaw(inject("mongoUri"), databases.main, "payments", document);

  it("records notes of invalid UTF-8 once, and heals", async () => {
    const payment = paymentOf(house._id, { notes: "AAAA" });
    await insert(withBytes(payment, "AAAA", Buffer.from([0xc3, 0x28, 0xff, 0xfe])));
    await expectFailure(payment._id, { code: "undecodable_document" });
    await expectExactLedger(databases);
    await expectHealing(payment._id);
  });

  it("pays no attention to invalid UTF-8 in a field that it does not read", async () => {
    const payment = paymentOf(house._id, { tenantName: "AAAA" });
    await insert(withBytes(payment, "AAAA", Buffer.from([0xc3, 0x28, 0xff, 0xfe])));
    await settled(databases);
    expect(await failuresOf(payment._id)).toEqual([]);
    expect(await rowOf(payment._id)).toMatchObject({ status: "posted" });
    await collectionOf("payments").deleteOne({ _id: payment._id });
  });

  it("records a field name of invalid UTF-8 inside a field that it reads", async () => {
    const property = propertyOf({ address: { AAAA: "x" } });
    await insertRaw(
      inject("mongoUri"),
      databases.main,
      "properties",
      withBytes(property, "AAAA", Buffer.from([0xc3, 0x28, 0xff, 0xfe])),
    );
    await settled(databases);
    const [failure] = await failuresOf(property._id);
    const head = await databases.accounting.collection("accounts").findOne({ _id: property._id });
    expect(failure?.code ?? head?.propertyAddress).toMatch(/undecodable_document|x/);
    await databases.main.collection("properties").deleteOne({ _id: property._id });
    await settled(databases);
    expect((await failuresOf(property._id)).filter(({ state }) => state === "open")).toEqual([]);
  });

  it("takes the last of two amounts under one name", async () => {
    const payment = paymentOf(house._id, { amount: 1 });
    await insert(withElements(payment, { amount: 2 }));
    await settled(databases);
    const row = await rowOf(payment._id);
    expect(row === null ? await failuresOf(payment._id) : row.amountMinor).toBe(200);
    await expectExactLedger(databases);
  });

  it("takes fields named __proto__ and constructor for what they are", async () => {
    const payment = paymentOf(house._id, { constructor: "x", toString: "y" });
    await insert(withElements(payment, JSON.parse('{"__proto__": {"amount": 7, "status": "pending"}}')));
    const property = propertyOf({ address: JSON.parse('{"__proto__": "Street", "city": "Harare"}') });
    await databases.main.collection("properties").insertOne(property);
    await settled(databases);
    expect(await rowOf(payment._id)).toMatchObject({ amountMinor: 10_000 });
    await expectExactLedger(databases);
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
    await collectionOf("payments").insertMany(payments);
    await settled(databases);
    await expectExactLedger(databases);
    await collectionOf("payments").deleteMany(withIds(payments.map(({ _id }) => _id)));
    await settled(databases);
  });

  it("keeps null bytes and characters beyond the first plane in texts", async () => {
    const payment = paymentOf(house._id, { notes: "a\0b", referenceNumber: "R\0", processedBy: "🏠\u202e\ufeff" });
    await collectionOf("payments").insertOne(payment);
    await settled(databases);
    expect(await rowOf(payment._id)).toMatchObject({ notes: "a\0b", referenceNumber: "R\0" });
    await expectExactLedger(databases);
  });

  it("books a payment of 15 MB, and several of them at once", async () => {
    const large = (): Document => paymentOf(house._id, { notes: "n".repeat(15 * 1_024 * 1_024) });
    const hidden = (): Document => paymentOf(house._id, { attachment: Buffer.alloc(15 * 1_024 * 1_024) });
    const payments = [large(), hidden(), large(), hidden()];
    for (const payment of payments) await collectionOf("payments").insertOne(payment);
    await settled(databases);
    const rows = await Promise.all(payments.map(({ _id }) => rowOf(_id)));
    expect(rows.map((row) => row?.notes?.length ?? 0)).toEqual([2_000, 0, 2_000, 0]);
    await collectionOf("payments").deleteMany(withIds(payments.map(({ _id }) => _id)));
    await settled(databases);
  });
});

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
    await collectionOf("payments").deleteMany(withIds(ids.map(([, id]) => id)));
    await settled(databases);
  });

  const insertAll = async (fields: Document): Promise<void> => {
    await insertAs(
      "payments",
      ids.map(([, _id]) => paymentOf(house._id, { ...fields, _id })),
    );
    await settled(databases);
  };

  /** As they are: the driver's own insertion gives a new id to whoever has null. */
  const insertAs = async (collection: string, documents: readonly Document[]): Promise<void> => {
    const reply = await databases.main.command({ insert: collection, documents });
    expect(reply.n).toBe(documents.length);
  };

  it("have one row each, amended and voided with their payment", async () => {
    await insertAll({ amount: 3 });
    await expectExactLedger(databases);
    const rows = databases.accounting.collection("transactions");
    expect(await rows.countDocuments({ amountMinor: 300, status: "posted" })).toBe(ids.length);
    await collectionOf("payments").updateMany(withIds(ids.map(([, id]) => id)), { $set: { amount: 4 } });
    await settled(databases);
    await expectExactLedger(databases);
    expect(await rows.countDocuments({ amountMinor: 400, status: "posted" })).toBe(ids.length);
    await collectionOf("payments").deleteMany(withIds(ids.map(([, id]) => id)));
    await settled(databases);
    await expectExactLedger(databases);
    expect(await rows.countDocuments({ amountMinor: 400, status: "void" })).toBe(ids.length);
  });

  it("are walked by a full sync, each once", async () => {
    await service.stop();
    const fresh = await freshDatabases();
    await fresh.main.collection("properties").insertOne(house);
    await fresh.main.command({ insert: "payments", documents: ids.map(([, _id]) => paymentOf(house._id, { _id })) });
    await fresh.main.command({ insert: "properties", documents: ids.map(([name, _id]) => propertyOf({ name, _id })) });
    const initial = await startService(fresh);
    await settled(fresh);
    await expectExactLedger(fresh);
    await initial.stop();
    await fresh.cleanUp();
    service = await startService(databases);
  });

  it("have one failure each when malformed, which closes when corrected", async () => {
    await insertAll({ amount: "three" });
    await expectExactLedger(databases);
    const open = { state: "open", code: "money_invalid" };
    expect(await databases.accounting.collection("sync_failures").countDocuments(open)).toBe(ids.length);
    await collectionOf("payments").updateMany(withIds(ids.map(([, id]) => id)), { $set: { amount: 3 } });
    await settled(databases);
    await expectExactLedger(databases);
    expect(await databases.accounting.collection("sync_failures").countDocuments({ state: "open" })).toBe(0);
  });

  it("are references too: each property has its own account", async () => {
    const properties = ids.filter(
      ([, id]) => typeof id === "string" || typeof id === "number" || id instanceof ObjectId,
    );
    const named = properties.filter(([, id]) => id !== "");
    await insertAs(
      "properties",
      ids.map(([name, _id]) => propertyOf({ name, _id })),
    );
    await collectionOf("payments").insertMany(named.map(([, id]) => paymentOf(id)));
    await settled(databases);
    await expectExactLedger(databases);
    const heads = databases.accounting.collection("accounts");
    // The string of 24 digits means the ObjectId, wherever it refers.
    expect(await heads.findOne(withId(new ObjectId(digits)))).toMatchObject({ balances: { USD: { rowCount: 2 } } });
    expect(await heads.findOne(withId(digits))).toMatchObject({ balances: {} });
    await collectionOf("payments").deleteMany({ propertyId: { $in: named.map(([, id]) => id) } });
    await collectionOf("properties").deleteMany(withIds(ids.map(([, id]) => id)));
    await settled(databases);
    await expectExactLedger(databases);
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
  await using _ = await startService(fresh);
  await settled(fresh);
  await expectExactLedger(fresh);
  expect(await fresh.accounting.collection("sync_failures").countDocuments({ state: "open" })).toBe(broken.length + 1);
  await service.stop();
  await fresh.cleanUp();
});
