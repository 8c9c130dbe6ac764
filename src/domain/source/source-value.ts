import type { Id } from "../ids.ts";

/**
 * What the core sees of a BSON value that JavaScript has no plain word for.
 * - `date`: milliseconds since 1970 UTC; NaN when the source's date is no date.
 * - `id`: an ObjectId or a UUID, in canonical form.
 * - `decimal`: a Decimal128 as its own string; "NaN", "Infinity" and "1E+3" are possible.
 * - `other`: anything else, by its `$type` alias.
 */
export type TypedValue =
  | { readonly type: "date"; readonly ms: number }
  | { readonly type: "id"; readonly id: Id }
  | { readonly type: "decimal"; readonly text: string }
  | { readonly type: "other"; readonly bsonType: string };

/** One field of a source document. `undefined` = the field is missing; `bigint` = a Long beyond ±2^53. */
export type SourceValue = undefined | null | boolean | number | bigint | string | TypedValue;

/**
 * The value's BSON type for failure records, by MongoDB's `$type` aliases ("missing" when absent).
 * A whole number within int32 is called "int", any other number "double": the source's own choice is not kept.
 */
export const bsonTypeOf = (value: SourceValue): string => {
  if (value === undefined) return "missing";
  if (value === null) return "null";
  if (typeof value === "boolean") return "bool";
  if (typeof value === "bigint") return "long";
  if (typeof value === "string") return "string";
  if (typeof value === "number") return isInt32(value) ? "int" : "double";
  return typedBsonTypeOf(value);
};

const isInt32 = (value: number): boolean => Object.is(value | 0, value);

const typedBsonTypeOf = (value: TypedValue): string => {
  switch (value.type) {
    case "date":
      return "date";
    case "id":
      return value.id.startsWith("~") ? "binData" : "objectId";
    case "decimal":
      return "decimal";
    case "other":
      return value.bsonType;
  }
};
