import { decodeId } from "../ids.ts";
import { bsonTypeOf, type SourceValue } from "../source/source-value.ts";
import { type Rejection, rejected } from "./projection.ts";

export type Parsed<T> = { readonly kind: "parsed"; readonly value: T };

/** Longer texts are cut: they only describe, the source keeps the whole, and a row must stay small. Unit: UTF-16 code units. */
export const textLengthMax = 200;
export const notesLengthMax = 2_000;

/** Milliseconds that a BSON date may hold and JavaScript's dates can show. */
const dateMsMax = 8.64e15;

/** A descriptive text. Numbers and ids are common there and are written out; a structure in its place is a malformed document. */
export const textOf = (
  value: SourceValue,
  field: string,
  lengthMax: number = textLengthMax,
): Parsed<string | null> | Rejection => {
  if (value === undefined || value === null || value === "") return { kind: "parsed", value: null };
  if (typeof value === "string") return { kind: "parsed", value: cutText(value, lengthMax) };
  if (typeof value === "number" || typeof value === "bigint") return { kind: "parsed", value: String(value) };
  if (typeof value === "object" && value.type === "id")
    return { kind: "parsed", value: cutText(wordsOfId(value.id), lengthMax) };
  return rejected("field_type_invalid", field, "string", bsonTypeOf(value));
};

/** At most `lengthMax` code units, the last one an ellipsis where something is missing; never half a character. */
export const cutText = (text: string, lengthMax: number): string => {
  if (text.length <= lengthMax) return text;
  const end = /[\uD800-\uDBFF]/.test(text.charAt(lengthMax - 2)) ? lengthMax - 2 : lengthMax - 1;
  return `${text.slice(0, end)}…`;
};

const wordsOfId = (id: Parameters<typeof decodeId>[0]): string => {
  const value = decodeId(id);
  return value.kind === "objectId" ? value.hex : id;
};

/** A point in time, milliseconds since the epoch. An invalid date is refused: BSON would turn it into 1970. */
export const dateOf = (value: SourceValue, field: string): Parsed<number> | Rejection => {
  if (value === undefined || value === null) return rejected("field_missing", field, "date", bsonTypeOf(value));
  if (typeof value !== "object" || value.type !== "date")
    return rejected("field_type_invalid", field, "date", bsonTypeOf(value));
  const valid = Number.isInteger(value.ms) && Math.abs(value.ms) <= dateMsMax;
  return valid
    ? { kind: "parsed", value: value.ms }
    : rejected("date_invalid", field, "a date between the years −271821 and 275760", "date");
};
