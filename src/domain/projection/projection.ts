import { type Id, referenceLengthMax } from "../ids.ts";
import type { RowFacts } from "../ledger/row.ts";
import type { Currency } from "../money/currency.ts";

/** The choices that shape the ledger. Another value of any of them is another ledger: it is projected anew. */
export type ProjectionRules = {
  readonly postingPolicy: "net" | "gross";
  readonly subMinor: "round" | "reject";
  readonly defaultCurrency: Currency;
};

export type NotPostedReason =
  | "deleted"
  | "status_not_completed"
  | "posting_reversed"
  | "posting_voided"
  | "provisional"
  | "in_suspense"
  | "reversal_row"
  | "zero_amount";

export type RejectionCode =
  | "undecodable_document"
  | "id_too_long"
  | "field_missing"
  | "field_type_invalid"
  | "date_invalid"
  | "currency_unknown"
  | "money_invalid"
  | "money_unsafe_magnitude"
  | "money_sub_minor"
  | "fee_negative"
  /** The account's totals would no longer fit into 64 bits. */
  | "total_out_of_range"
  /** Not the document's fault: a mistake in this service, found while this document was worked on. */
  | "internal";

/** Why a document cannot be projected, without its content: which field, what was expected, which BSON type was found. */
export type Rejection = {
  readonly kind: "rejected";
  readonly code: RejectionCode;
  readonly field: string;
  readonly expected: string;
  readonly found: string;
  /** Of `internal` alone, for the log. */
  readonly cause?: unknown;
};

/** What a payment's present state means for the ledger. Its history does not matter. */
export type Projection =
  | { readonly kind: "posted"; readonly rows: readonly RowFacts[]; readonly noise: boolean }
  | { readonly kind: "not_posted"; readonly reason: NotPostedReason }
  | Rejection;

/** Rows, heads and journal lines repeat an id, and what refers to it could not hold a longer one. */
export const longId = (id: Id): Rejection | null =>
  id.length <= referenceLengthMax
    ? null
    : rejected("id_too_long", "_id", `at most ${referenceLengthMax} characters`, "more");

export const rejected = (code: RejectionCode, field: string, expected: string, found: string): Rejection => ({
  kind: "rejected",
  code,
  field,
  expected,
  found,
});

/** A mistake of this service. The error's kind is told and nothing of its text, which may quote the document. */
export const internalRejection = (cause: unknown): Rejection => ({
  ...rejected("internal", "", "a document that can be worked on", cause instanceof Error ? cause.name : typeof cause),
  cause,
});
