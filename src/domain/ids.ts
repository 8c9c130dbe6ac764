import { type IdValue, idTextOf, idValueOf } from "./id-value.ts";

/**
 * A document's `_id` as one string: an ObjectId's 24 lower-case hex digits as they are,
 * anything else `~`, a type letter and the value (see `idTextOf`), so that the two cannot collide.
 */
export type Id = string & { readonly __brand: "Id" };

/** A ledger row's `_id`: `payments/<payment id>/income`, `payments/<payment id>/fee` or `manual/<hash>`. */
export type RowId = string & { readonly __brand: "RowId" };

/** The canonical id. Numbers follow MongoDB's equality: -0 is 0, and the long 5 is the double 5. */
export const encodeId = (value: IdValue): Id => {
  // Safe: idTextOf writes the canonical form that the brand stands for.
  return idTextOf(value) as Id;
};

/** The value behind an id. A whole number is a `number` within ±(2^53 − 1), beyond that a `long` where int64 holds it. */
export const decodeId = (id: Id): IdValue => {
  const value = idValueOf(id);
  if (value === null) throw new TypeError("not a canonical id: made by neither encodeId nor parseId");
  return value;
};

/** An id as it came over the wire; null when the text is not in canonical form. */
export const parseId = (text: string): Id | null => {
  const value = idValueOf(text);
  if (value === null || idTextOf(value) !== text) return null;
  // Safe: encodeId would write this very text.
  return text as Id;
};

/** What a field like `propertyId` points to: null = missing or null in the source; `invalid` = its type can refer to nothing. */
export type Reference = { readonly kind: "reference"; readonly id: Id | null } | { readonly kind: "invalid" };

/** The parts of a SourceValue that matter here; source-value.ts itself needs Id, and imports must not go in circles. */
type Referring =
  | undefined
  | null
  | boolean
  | number
  | bigint
  | string
  | { readonly type: "id"; readonly id: Id }
  | { readonly type: "date" | "decimal" | "other" };

const noReference: Reference = { kind: "reference", id: null };
const invalidReference: Reference = { kind: "invalid" };
const objectIdText = /^[0-9a-f]{24}$/i;

/** Whatever a reference's text: rows, heads and events repeat it, and must stay small. Unit: characters of the canonical id. */
export const referenceLengthMax = 1_024;

/**
 * The document a source field refers to. A string of 24 hex digits, in either case, means that ObjectId;
 * any other string, and every number, the document with that `_id`. An empty string refers to nothing.
 */
export const referenceId = (value: Referring): Reference => {
  const reference = referenceOf(value);
  const isTooLong = reference.kind === "reference" && (reference.id?.length ?? 0) > referenceLengthMax;
  return isTooLong ? invalidReference : reference;
};

const referenceOf = (value: Referring): Reference => {
  if (value === undefined || value === null || value === "") return noReference;
  switch (typeof value) {
    case "string":
      return { kind: "reference", id: stringReferenceId(value) };
    case "number":
      return { kind: "reference", id: encodeId({ kind: "number", value }) };
    case "bigint":
      return { kind: "reference", id: encodeId({ kind: "long", value }) };
    case "boolean":
      return invalidReference;
    case "object":
      return value.type === "id" ? { kind: "reference", id: value.id } : invalidReference;
  }
};

const stringReferenceId = (value: string): Id =>
  encodeId(objectIdText.test(value) ? { kind: "objectId", hex: value } : { kind: "string", value });

/** The row's id follows from the payment's, so that a replay overwrites instead of duplicating. */
export const incomeRowId = (paymentId: Id): RowId => {
  // Safe: this is the form RowId names.
  return `payments/${paymentId}/income` as RowId;
};

/** The row of the management fee, under the posting policy "gross". */
export const feeRowId = (paymentId: Id): RowId => {
  // Safe: this is the form RowId names.
  return `payments/${paymentId}/fee` as RowId;
};

/** The row of an accountant's entry; `hash` stands for caller and key, so that asking twice enters once. */
export const manualRowId = (hash: string): RowId => {
  // Safe: this is the form RowId names.
  return `manual/${hash}` as RowId;
};

const paymentRowId = /^payments\/(.*)\/(?:income|fee)$/s;

/** The payment that a row was made from; null for a manual row. A payment's id may itself contain slashes. */
export const paymentIdOfRow = (rowId: RowId): Id | null => {
  const paymentId = paymentRowId.exec(rowId)?.[1];
  return paymentId === undefined ? null : parseId(paymentId);
};
