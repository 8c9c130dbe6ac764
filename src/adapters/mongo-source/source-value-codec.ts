import { Binary, Decimal128, Long, ObjectId, Timestamp } from "mongodb";
import type { SourceValue } from "../../domain/source/source-value.ts";
import { idOfBson } from "../mongo-driver/id-codec.ts";

/** A decoded BSON value as the core sees it. The driver has already turned Int32, Double and small Longs into numbers. */
export const sourceValueOf = (value: unknown): SourceValue => {
  if (value === undefined || value === null) return value;
  switch (typeof value) {
    case "string":
    case "number":
    case "boolean":
    case "bigint":
      return value;
  }
  if (value instanceof Date) return { type: "date", ms: value.getTime() };
  if (value instanceof ObjectId || value instanceof Binary) return { type: "id", id: idOfBson(value) };
  if (value instanceof Decimal128) return { type: "decimal", text: value.toString() };
  if (value instanceof Timestamp) return { type: "other", bsonType: "timestamp" };
  if (value instanceof Long) return value.toBigInt();
  return { type: "other", bsonType: otherBsonTypeOf(value) };
};

const otherBsonTypeOf = (value: unknown): string => {
  if (Array.isArray(value)) return "array";
  if (value instanceof RegExp) return "regex";
  const bsonType = typeof value === "object" && value !== null && "_bsontype" in value ? value._bsontype : "object";
  return typeof bsonType === "string" ? bsonType.charAt(0).toLowerCase() + bsonType.slice(1) : "object";
};
