import { Binary, BSON, Long, ObjectId, Timestamp } from "mongodb";
import { decodeId, encodeId, type Id } from "../../domain/ids.ts";

/** A BSON `_id` or reference as the core's canonical string. */
export const idOfBson = (value: unknown): Id => {
  if (value instanceof ObjectId) return encodeId({ kind: "objectId", hex: value.toHexString() });
  switch (typeof value) {
    case "string":
      return encodeId({ kind: "string", value });
    case "number":
      return encodeId({ kind: "number", value });
    case "bigint":
      return encodeId({ kind: "long", value });
    case "boolean":
      return encodeId({ kind: "boolean", value });
  }
  if (value === null) return encodeId({ kind: "null" });
  // The driver's Timestamp is a Long as well, and not one of the same value.
  if (value instanceof Long && !(value instanceof Timestamp))
    return encodeId({ kind: "long", value: value.toBigInt() });
  if (value instanceof Date) return encodeId({ kind: "date", ms: value.getTime() });
  if (value instanceof Binary)
    return encodeId({ kind: "binary", subtype: value.sub_type, base64: value.toString("base64") });
  return encodeId({ kind: "other", json: BSON.EJSON.stringify({ v: value }, { relaxed: false }) });
};

const objectIdDigits = 24;

/** The BSON value again, equal to the original by MongoDB's comparison. */
export const bsonOfId = (id: Id): unknown => {
  // Nearly every id, many times in each unit: only those of other types are marked.
  if (id.length === objectIdDigits && !id.startsWith("~")) return ObjectId.createFromHexString(id);
  const value = decodeId(id);
  switch (value.kind) {
    case "objectId":
      return ObjectId.createFromHexString(value.hex);
    case "string":
    case "number":
    case "boolean":
      return value.value;
    case "long":
      return Long.fromBigInt(value.value);
    case "date":
      return new Date(value.ms);
    case "binary":
      return new Binary(Buffer.from(value.base64, "base64"), value.subtype);
    case "null":
      return null;
    case "other":
      return BSON.EJSON.parse(value.json, { relaxed: false }).v;
  }
};
