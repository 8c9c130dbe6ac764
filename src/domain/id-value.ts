/**
 * An id without BSON; adapters map one to the other.
 * `hex` is 24 digits, `long` an int64, `ms` whole milliseconds since 1970 (NaN = no date), `base64` padded,
 * `json` the canonical Extended JSON of any other type (a Decimal128 or an embedded document, for instance).
 */
export type IdValue =
  | { readonly kind: "objectId"; readonly hex: string }
  | { readonly kind: "string"; readonly value: string }
  | { readonly kind: "number"; readonly value: number }
  | { readonly kind: "long"; readonly value: bigint }
  | { readonly kind: "boolean"; readonly value: boolean }
  | { readonly kind: "date"; readonly ms: number }
  | { readonly kind: "binary"; readonly subtype: number; readonly base64: string }
  | { readonly kind: "null" }
  | { readonly kind: "other"; readonly json: string };

/** The canonical text of an id value; the same text exactly for values that MongoDB calls equal. */
export const idTextOf = (value: IdValue): string => {
  switch (value.kind) {
    case "objectId":
      return value.hex.toLowerCase();
    case "string":
      return `~s${value.value}`;
    case "number":
      return `~n${numberTextOf(value.value)}`;
    case "long":
      return `~n${value.value}`;
    case "boolean":
      return `~b${value.value}`;
    case "date":
      return `~d${value.ms}`;
    case "binary":
      return `~x${value.subtype}:${value.base64}`;
    case "null":
      return "~z";
    case "other":
      return `~o${value.json}`;
  }
};

/** A whole double is written with all its digits, so that it meets the long of the same value; -0 becomes 0. */
const numberTextOf = (value: number): string => (Number.isInteger(value) ? BigInt(value).toString() : String(value));

const objectIdHex = /^[0-9a-f]{24}$/;
const wholeNumber = /^-?\d+$/;
const binaryText = /^(\d{1,3}):([A-Za-z0-9+/]*={0,2})$/;

/** The value behind a canonical text; for any other text null or a value that has another text. */
export const idValueOf = (text: string): IdValue | null => {
  if (objectIdHex.test(text)) return { kind: "objectId", hex: text };
  const rest = text.slice(2);
  switch (text.slice(0, 2)) {
    case "~s":
      return { kind: "string", value: rest };
    case "~n":
      return numberValueOf(rest);
    case "~b":
      return { kind: "boolean", value: rest === "true" };
    case "~d":
      return { kind: "date", ms: Number(rest) };
    case "~x":
      return binaryValueOf(rest);
    case "~z":
      return { kind: "null" };
    case "~o":
      return { kind: "other", json: rest };
  }
  return null;
};

const numberValueOf = (text: string): IdValue => {
  const value = Number(text);
  if (!wholeNumber.test(text) || Number.isSafeInteger(value)) return { kind: "number", value };
  const long = BigInt(text);
  return BigInt.asIntN(64, long) === long ? { kind: "long", value: long } : { kind: "number", value };
};

const binaryValueOf = (text: string): IdValue | null => {
  const [, subtype, base64] = binaryText.exec(text) ?? [];
  if (subtype === undefined || base64 === undefined) return null;
  return { kind: "binary", subtype: Number(subtype), base64 };
};
