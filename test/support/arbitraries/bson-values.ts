import fc from "fast-check";
import { Binary, Decimal128, Double, Int32, Long, MaxKey, ObjectId, Timestamp } from "mongodb";

const hex24 = fc.string({ unit: fc.constantFrom(..."0123456789abcdef"), minLength: 24, maxLength: 24 });

export const bsonObjectId = hex24.map((hex) => ObjectId.createFromHexString(hex));
export const bsonDate = fc.oneof(fc.date(), fc.constant(new Date(0)));
export const bsonInt64 = fc
  .bigInt({ min: -(2n ** 63n) + 1n, max: 2n ** 63n - 1n })
  .map((value) => Long.fromBigInt(value));
export const bsonText = fc.oneof(
  fc.string(),
  fc.string({ unit: "grapheme" }),
  fc.constant("\ufeffmark"),
  fc.constant("\ufffd"),
);

/** Any value that a document may hold, the everyday ones most often. */
export const bsonValue: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 4, arbitrary: bsonText },
  { weight: 3, arbitrary: fc.double() },
  { weight: 3, arbitrary: fc.integer() },
  { weight: 2, arbitrary: bsonObjectId },
  { weight: 2, arbitrary: bsonDate },
  { weight: 2, arbitrary: fc.boolean() },
  { weight: 2, arbitrary: fc.constant(null) },
  fc.constant(new Int32(7)),
  fc.constant(new Double(-0)),
  bsonInt64,
  fc.constant(Decimal128.fromString("1E+3")),
  fc.constant(new Binary(new Uint8Array(16), 4)),
  fc.constant(new Timestamp({ t: 5, i: 6 })),
  fc.constant(new MaxKey()),
  fc.constant([1, "a"]),
  fc.constant({ $ref: "x", $id: 1 }),
  fc.constant({ ownerAmount: 3 }),
  fc.constant(/x/i),
);

/** A document's bytes with some of them changed: malformed, or saying something else. */
export const spoilt = (bytes: Uint8Array, changes: readonly (readonly [position: number, byte: number])[]): Buffer => {
  const spoiltBytes = Buffer.from(bytes);
  for (const [position, byte] of changes) spoiltBytes[position % spoiltBytes.length] = byte;
  return spoiltBytes;
};

export const byteChanges = fc.array(fc.tuple(fc.nat(2_000), fc.nat(255)), { maxLength: 3 });
