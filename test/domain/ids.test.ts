import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { IdValue } from "../../src/domain/id-value.ts";
import {
  decodeId,
  encodeId,
  feeRowId,
  type Id,
  incomeRowId,
  parseId,
  paymentIdOfRow,
  type RowId,
  referenceId,
} from "../../src/domain/ids.ts";
import type { SourceValue } from "../../src/domain/source/source-value.ts";

const hex = "65f0c0ffee0000000000abcd";
const objectId = encodeId({ kind: "objectId", hex });

const hexText = fc.oneof(
  fc.constant(hex),
  fc.array(fc.constantFrom(..."0123456789abcdef"), { minLength: 24, maxLength: 24 }).map((digits) => digits.join("")),
);
const number = fc.oneof(
  fc.double(),
  fc.integer({ min: -3, max: 3 }),
  fc.constantFrom(
    -0,
    2 ** 53,
    2 ** 60,
    2 ** 63,
    -(2 ** 63),
    2 ** 64,
    1e20,
    1e300,
    Number.NaN,
    Number.POSITIVE_INFINITY,
  ),
);
const long = fc.oneof(
  fc.bigInt(-3n, 3n),
  fc.bigInt(-(2n ** 63n), 2n ** 63n - 1n),
  fc.constantFrom(2n ** 53n, 2n ** 60n),
);
const base64 = fc.uint8Array({ maxLength: 20 }).map((bytes) => Buffer.from(bytes).toString("base64"));
const text = fc.oneof(
  fc.string({ unit: "binary" }),
  hexText,
  fc.constantFrom("", "null", "true", "5", `~s${hex}`, "~z", "~n5", "a/b", "x/income", "\n", "\u2028"),
);

const idValue: fc.Arbitrary<IdValue> = fc.oneof(
  hexText.map((digits): IdValue => ({ kind: "objectId", hex: digits })),
  text.map((value): IdValue => ({ kind: "string", value })),
  number.map((value): IdValue => ({ kind: "number", value })),
  long.map((value): IdValue => ({ kind: "long", value })),
  fc.boolean().map((value): IdValue => ({ kind: "boolean", value })),
  fc.oneof(fc.integer(), fc.constant(Number.NaN)).map((ms): IdValue => ({ kind: "date", ms })),
  fc.record({ kind: fc.constant("binary" as const), subtype: fc.integer({ min: 0, max: 255 }), base64 }),
  fc.constant<IdValue>({ kind: "null" }),
  fc.json().map((json): IdValue => ({ kind: "other", json })),
);

/** MongoDB's equality, written another way: numbers of any type by value, the rest by type and content. */
const isSame = (a: IdValue, b: IdValue): boolean => {
  if (a.kind === "number" && b.kind === "number")
    return a.value === b.value || (Number.isNaN(a.value) && Number.isNaN(b.value));
  const isNumeric = (v: IdValue) => v.kind === "number" || v.kind === "long";
  // biome-ignore lint/suspicious/noDoubleEquals: a bigint and a double are compared by exact value.
  if (isNumeric(a) && isNumeric(b) && "value" in a && "value" in b) return a.value == b.value;
  return JSON.stringify(a, inWords) === JSON.stringify(b, inWords);
};

const inWords = (_key: string, value: unknown): unknown =>
  typeof value === "bigint" || Number.isNaN(value) ? String(value) : value;

describe("the canonical id", () => {
  it("of an ObjectId is its 24 hex digits in lower case", () => {
    expect(objectId).toBe(hex);
    expect(encodeId({ kind: "objectId", hex: hex.toUpperCase() })).toBe(hex);
  });

  it("of a string of 24 hex digits is not the ObjectId's", () => {
    expect(encodeId({ kind: "string", value: hex })).not.toBe(hex);
    expect(decodeId(encodeId({ kind: "string", value: hex }))).toEqual({ kind: "string", value: hex });
  });

  it("is one for 0 and -0, and one for the same number as int, long and double", () => {
    expect(encodeId({ kind: "number", value: -0 })).toBe(encodeId({ kind: "number", value: 0 }));
    expect(encodeId({ kind: "long", value: 5n })).toBe(encodeId({ kind: "number", value: 5 }));
    expect(encodeId({ kind: "long", value: 2n ** 60n })).toBe(encodeId({ kind: "number", value: 2 ** 60 }));
  });

  it("keeps longs apart that one double would stand for", () => {
    expect(encodeId({ kind: "long", value: 2n ** 53n + 1n })).not.toBe(encodeId({ kind: "number", value: 2 ** 53 }));
    expect(decodeId(encodeId({ kind: "long", value: 2n ** 53n + 1n }))).toEqual({
      kind: "long",
      value: 2n ** 53n + 1n,
    });
  });

  it("keeps look-alikes of different types apart", () => {
    const lookAlikes: IdValue[] = [
      { kind: "null" },
      { kind: "string", value: "" },
      { kind: "string", value: "null" },
      { kind: "string", value: "5" },
      { kind: "number", value: 5 },
      { kind: "date", ms: 5 },
      { kind: "boolean", value: true },
      { kind: "string", value: "true" },
      { kind: "other", json: "5" },
      { kind: "binary", subtype: 4, base64: "" },
      { kind: "binary", subtype: 0, base64: "" },
    ];
    expect(new Set(lookAlikes.map(encodeId)).size).toBe(lookAlikes.length);
  });

  it("gives back a value of any kind that is the same to MongoDB", () => {
    fc.assert(
      fc.property(idValue, (value) => {
        expect(isSame(decodeId(encodeId(value)), value)).toBe(true);
        expect(encodeId(decodeId(encodeId(value)))).toBe(encodeId(value));
      }),
      { numRuns: 10_000 },
    );
  });

  it("is the same for two values exactly when they are the same to MongoDB", () => {
    fc.assert(
      fc.property(idValue, idValue, (a, b) => {
        expect(encodeId(a) === encodeId(b)).toBe(isSame(a, b));
      }),
      { numRuns: 10_000 },
    );
  });

  it("is accepted from the wire in its canonical form only", () => {
    fc.assert(
      fc.property(idValue, (value) => {
        expect(parseId(encodeId(value))).toBe(encodeId(value));
      }),
      { numRuns: 1_000 },
    );
    const others = [
      "",
      "abc",
      "~",
      "~q1",
      "~n05",
      "~n5.0",
      "~n-0",
      "~n1e3",
      "~n",
      "~nx",
      "~b1",
      "~d",
      "~dx",
      "~x4",
      "~x4:-",
      "~x04:",
      "~zz",
      hex.toUpperCase(),
    ];
    for (const other of others) expect(parseId(other), other).toBeNull();
  });

  it("cannot be decoded from a text that is no id", () => {
    // Safe: the brand is forged on purpose.
    const forged = "abc" as Id;
    expect(() => decodeId(forged)).toThrow(TypeError);
  });
});

describe("a reference", () => {
  it("of 24 hex digits in a string means that ObjectId, in either case", () => {
    expect(referenceId(hex)).toEqual({ kind: "reference", id: objectId });
    expect(referenceId(hex.toUpperCase())).toEqual({ kind: "reference", id: objectId });
    expect(referenceId({ type: "id", id: objectId })).toEqual({ kind: "reference", id: objectId });
  });

  it("by any other string or number means the document with that id", () => {
    const references: [SourceValue, IdValue][] = [
      ["flat-7", { kind: "string", value: "flat-7" }],
      [`${hex}0`, { kind: "string", value: `${hex}0` }],
      [`${hex}\n`, { kind: "string", value: `${hex}\n` }],
      ["5", { kind: "string", value: "5" }],
      [5, { kind: "number", value: 5 }],
      [5n, { kind: "number", value: 5 }],
      [2n ** 60n + 1n, { kind: "long", value: 2n ** 60n + 1n }],
    ];
    for (const [value, id] of references) expect(referenceId(value)).toEqual({ kind: "reference", id: encodeId(id) });
  });

  it("is to nothing when the field is missing, null or empty", () => {
    for (const value of [undefined, null, ""]) expect(referenceId(value)).toEqual({ kind: "reference", id: null });
  });

  it("is invalid when its type can refer to no document", () => {
    const values: SourceValue[] = [
      true,
      { type: "date", ms: 0 },
      { type: "decimal", text: "5" },
      { type: "other", bsonType: "array" },
    ];
    for (const value of values) expect(referenceId(value)).toEqual({ kind: "invalid" });
  });
});

describe("a row id", () => {
  it("follows from the payment's id", () => {
    expect(incomeRowId(objectId)).toBe(`payments/${hex}/income`);
    expect(feeRowId(objectId)).toBe(`payments/${hex}/fee`);
  });

  it("leads back to the payment, whatever its id is made of", () => {
    fc.assert(
      fc.property(idValue, (value) => {
        const id = encodeId(value);
        expect(paymentIdOfRow(incomeRowId(id))).toBe(id);
        expect(paymentIdOfRow(feeRowId(id))).toBe(id);
      }),
      { numRuns: 1_000 },
    );
  });

  it("of a manual row leads to no payment", () => {
    for (const rowId of ["manual/0f3a", "manual/payments/x/income", `payments/${hex}/refund`, "payments//income"]) {
      // Safe: manual rows have such ids; the others are forged on purpose.
      expect(paymentIdOfRow(rowId as RowId), rowId).toBeNull();
    }
  });
});
