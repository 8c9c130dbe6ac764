import { Binary, Code, Decimal128, type Document, Long, MaxKey, MinKey, ObjectId, Timestamp } from "mongodb";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { house, type OneHouse, rightFields, startOneHouse } from "../support/one-house.ts";
import { expectExactLedger } from "../support/oracle/expect-exact-ledger.ts";
import { aDay, paymentOf, propertyOf } from "../support/source-examples.ts";

let books: OneHouse;

beforeAll(async () => {
  books = await startOneHouse();
});
afterAll(() => books.close());

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
    await books.main.collection("payments").insertMany(payments);
    await books.settled();
    const found = await Promise.all(payments.map(({ _id }) => books.failuresOf(_id)));
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
    await expectExactLedger(books);
    await books.set(
      "payments",
      payments.map(({ _id }) => _id),
      rightFields(),
    );
    await books.settled();
    const healed = await Promise.all(payments.map(({ _id }) => books.failuresOf(_id)));
    expect(healed.flat().map(({ state }) => state)).toEqual(wrong.map(() => "resolved"));
    await expectExactLedger(books);
  });

  it("says nothing about a payment that is not posted anyway", async () => {
    const payments = values.map(([, value]) =>
      paymentOf(house._id, { amount: value, paymentDate: value, status: "pending" }),
    );
    await books.main.collection("payments").insertMany(payments);
    await books.settled();
    expect((await Promise.all(payments.map(({ _id }) => books.failuresOf(_id)))).flat()).toEqual([]);
  });

  it("says nothing about a status of a wrong type: the payment is not completed", async () => {
    const payments = values.map(([, value]) => paymentOf(house._id, { status: value }));
    await books.main.collection("payments").insertMany(payments);
    await books.settled();
    expect((await Promise.all(payments.map(({ _id }) => books.failuresOf(_id)))).flat()).toEqual([]);
    await expectExactLedger(books);
  });

  it("is one failure of a property each, which keeps its head as it was", async () => {
    const broken = values.filter(([name]) => ["a document", "a list", "a date", "code"].includes(name));
    const properties = broken.map(() => propertyOf({ name: "As it was" }));
    await books.main.collection("properties").insertMany(properties);
    await books.settled();
    for (const [index, { _id }] of properties.entries())
      await books.main.collection("properties").updateOne({ _id }, { $set: { name: broken[index]?.[1] } });
    await books.settled();
    await expectExactLedger(books);
    const heads = books.accounting.collection("accounts");
    for (const { _id } of properties) {
      expect(await books.failuresOf(_id)).toMatchObject([{ collection: "properties", field: "name", state: "open" }]);
      expect(await heads.findOne({ _id })).toMatchObject({ propertyName: "As it was", status: "active" });
    }
    await books.remove(
      "properties",
      properties.map(({ _id }) => _id),
    );
    await books.settled();
    for (const { _id } of properties) expect(await books.failuresOf(_id)).toMatchObject([{ state: "resolved" }]);
  });
});
