import fc from "fast-check";
import { BSON, ObjectId } from "mongodb";
import { describe, expect, it } from "vitest";
import { decodePayment, paymentFields, paymentOf } from "../../../src/adapters/mongo-source/documents.ts";
import { readPayment } from "../../../src/adapters/mongo-source/read-payment.ts";
import { bsonValue, byteChanges, spoilt } from "../../support/arbitraries/bson-values.ts";
import { runs } from "../../support/runs.ts";

const everyday = {
  _id: ObjectId.createFromHexString("0123456789abcdef01234567"),
  propertyId: ObjectId.createFromHexString("0123456789abcdef01234568"),
  amount: 1_200.5,
  currency: "USD",
  status: "completed",
  commissionDetails: { ownerAmount: 1_080.45 },
  paymentDate: new Date(1_700_000_000_000),
  notes: "Frau Müller, bar bezahlt",
  isProvisional: false,
};

const optional = (value: fc.Arbitrary<unknown>) => fc.option(value, { nil: undefined });
const fieldNames = Object.keys(paymentFields).filter((name) => !name.includes("."));
const fields = fc.record(Object.fromEntries(fieldNames.map((name) => [name, optional(bsonValue)])));
const share = optional(fc.oneof(bsonValue, fc.record({ ownerAmount: bsonValue })));

/** Absent where undefined, in any order. */
const documents = fc
  .tuple(optional(bsonValue), fields, share, fc.boolean(), fc.boolean())
  .map(([id, values, commissionDetails, isReversed, isOdd]) => {
    const document = { _id: isOdd ? id : everyday._id, ...values, commissionDetails };
    const entries = Object.entries(document).filter(([, value]) => value !== undefined);
    return Object.fromEntries(isReversed ? entries.toReversed() : entries);
  });

describe("a payment that is read from its bytes", () => {
  it("is read without being decoded when it is an everyday one", () => {
    const raw = BSON.serialize(everyday);
    expect(readPayment(raw)).toEqual(paymentOf(BSON.deserialize(raw)));
    expect(readPayment(raw)).toMatchObject({ notes: everyday.notes, ownerAmount: 1_080.45, tenantId: undefined });
  });

  it("says what the decoded document says, or is left to be decoded", () => {
    fc.assert(
      fc.property(documents, (document) => {
        const raw = BSON.serialize(document);
        const read = readPayment(raw);
        if (read !== null) expect(read).toEqual(paymentOf(BSON.deserialize(raw)));
      }),
      runs(3_000),
    );
  });

  it("is never read from bytes that the decoder refuses, nor otherwise than the decoder does", () => {
    fc.assert(
      fc.property(byteChanges, (changes) => {
        const raw = spoilt(BSON.serialize(everyday), changes);
        const read = readPayment(raw);
        if (read !== null) expect(read).toEqual(paymentOf(BSON.deserialize(raw)));
      }),
      runs(5_000),
    );
  });

  it("is malformed where a text is no UTF-8", () => {
    const raw = Buffer.from(BSON.serialize({ ...everyday, notes: "broken" }));
    raw[raw.indexOf("broken")] = 0xff;
    expect(decodePayment(raw)).toMatchObject({ kind: "undecodable", id: "0123456789abcdef01234567" });
  });
});
