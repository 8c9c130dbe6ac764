import { Binary, BSON, Decimal128, type Document, Double, Int32, Long, ObjectId, Timestamp } from "mongodb";

/** Decoding that keeps every number's own type. */
export const typedDecoding = { promoteValues: false, promoteLongs: false, bsonRegExp: true } as const;

/** One document's bytes, or null when they are no valid BSON. */
export const decodeTyped = (raw: Uint8Array): Document | null => {
  try {
    return BSON.deserialize(raw, typedDecoding);
  } catch {
    return null;
  }
};

/** The `_id` of a document whose other fields may be broken. */
export const idOfBroken = (raw: Uint8Array): unknown =>
  BSON.deserialize(raw, { ...typedDecoding, validation: { utf8: false } })._id;

/** A Timestamp is a Long to `instanceof`, and no number to MongoDB. */
export const isNumber = (value: unknown): boolean =>
  typeof value === "number" ||
  typeof value === "bigint" ||
  value instanceof Int32 ||
  value instanceof Double ||
  (value instanceof Long && !(value instanceof Timestamp));

/** One text per BSON value, the same exactly for values that MongoDB calls equal: numbers of any type are equal by value. */
export const keyOf = (value: unknown): string => {
  if (value === null || value === undefined) return "null";
  if (isNumber(value)) return `number:${numberText(value)}`;
  if (value instanceof ObjectId) return `objectId:${value.toHexString()}`;
  if (value instanceof Timestamp) return `timestamp:${value.toString()}`;
  if (value instanceof Date) return `date:${value.getTime()}`;
  if (value instanceof Binary) return `binary:${value.sub_type}:${value.toString("hex")}`;
  if (value instanceof Decimal128) return `decimal:${value.toString()}`;
  if (typeof value === "string" || typeof value === "boolean") return `${typeof value}:${value}`;
  if (Object.getPrototypeOf(value) === Object.prototype) {
    return `{${Object.entries(value)
      .map(([name, part]) => `${name}=${keyOf(part)}`)
      .join(",")}}`;
  }
  return `other:${BSON.EJSON.stringify({ value }, { relaxed: false })}`;
};

const numberText = (value: unknown): string => {
  if (value instanceof Long || typeof value === "bigint") return value.toString();
  const number = Number(value);
  return Number.isInteger(number) ? BigInt(number).toString() : String(number);
};

/** Longer texts refer to nothing: rows repeat them. */
const referenceLengthMax = 1_000;

/** What a reference field points to: null = nothing, undefined = a type that can point to nothing. */
export const referenced = (value: unknown): unknown => {
  if (value === null || value === undefined || value === "") return null;
  if (typeof value === "string") {
    if (value.length > referenceLengthMax) return undefined;
    return /^[0-9a-f]{24}$/i.test(value) ? new ObjectId(value) : value;
  }
  const canRefer = isNumber(value) || value instanceof ObjectId || (value instanceof Binary && value.sub_type === 4);
  return canRefer ? value : undefined;
};
