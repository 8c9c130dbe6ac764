import type { Id } from "../ids.ts";

/** Stable words: reports, filters and alarms use them. */
export type FindingRule =
  | "missing_account"
  | "orphaned_account"
  | "stub_account"
  | "missing_transaction"
  | "phantom_transaction"
  | "amount_mismatch"
  | "currency_mismatch"
  | "wrong_account"
  | "field_mismatch"
  | "balance_mismatch"
  | "totals_mismatch"
  | "row_count_mismatch"
  | "owner_mismatch"
  | "orphaned_owner"
  | "unprojectable_document"
  | "invalid_manual_entry"
  | "journal_mismatch"
  | "possible_duplicate_payment"
  | "checkpoint_stale"
  | "history_gap"
  | "index_missing";

export type FindingSeverity = "critical" | "high" | "medium" | "low";

/** What mends a finding: all but `recompute` bring the ledger to what the source says about one document. */
export type FixKind = "create" | "archive" | "post" | "void" | "amend" | "recompute";

export type FindingCollection =
  | "payments"
  | "properties"
  | "owners"
  | "transactions"
  | "accounts"
  | "journal"
  | "service";

/** One difference between what should be and what is. */
export type Finding = {
  readonly rule: FindingRule;
  readonly severity: FindingSeverity;
  readonly collection: FindingCollection;
  /** Id of the document in its collection: a row id, a property id, a payment id, a journal `seq`. */
  readonly key: string;
  /** The account it belongs to, where it belongs to one. */
  readonly propertyId: Id | null;
  /** The field that differs; empty where the whole document is meant. */
  readonly field: string;
  readonly expected: string;
  readonly found: string;
  /** Null = reported only: a person has to look. */
  readonly fix: FixKind | null;
};
