import type { Finding, FindingRule, FindingSeverity, FixKind } from "./finding.ts";

export type Rule = {
  readonly severity: FindingSeverity;
  readonly fix: FixKind | null;
  /** The ledger is not what it must be. The others tell of the source, or of documents that already have a failure. */
  readonly breaksConsistency: boolean;
  readonly description: string;
};

export const rules: Readonly<Record<FindingRule, Rule>> = {
  missing_account: rule("high", "create", "A property has no account"),
  orphaned_account: rule("high", "archive", "An account is active, its property no longer exists"),
  stub_account: note("low", "Rows belong to a property that never existed"),
  missing_transaction: rule("critical", "post", "A posted payment has no row"),
  phantom_transaction: rule("critical", "void", "A row has no posted payment"),
  amount_mismatch: rule("critical", "amend", "A row's amount is not its payment's"),
  currency_mismatch: rule("critical", "amend", "A row's currency is not its payment's"),
  wrong_account: rule("critical", "amend", "A row is in another account than its payment's"),
  field_mismatch: rule("low", "amend", "A descriptive field is not what the source says"),
  balance_mismatch: rule("critical", "recompute", "An account's balance is not the sum of its rows"),
  totals_mismatch: rule("critical", "recompute", "An account's income or expenses are not the sum of its rows"),
  row_count_mismatch: rule("critical", "recompute", "An account counts other rows than it has"),
  owner_mismatch: rule("medium", "amend", "An account shows another owner than the source"),
  orphaned_owner: note("medium", "A property names owners of whom none exists"),
  unprojectable_document: note("high", "A document cannot be projected; its failure is open"),
  invalid_manual_entry: rule("high", null, "A manual row has a wrong sign, type or money type"),
  journal_mismatch: rule("critical", null, "The journal does not tell what the row says"),
  possible_duplicate_payment: note("medium", "Two payments of one day, tenant, property and amount"),
  checkpoint_stale: rule("high", null, "The stream's stored position is far behind the main database"),
  history_gap: rule("high", null, "Changes were missed; a full sync has to close the gap"),
  index_missing: rule("high", null, "An index that the service needs is missing"),
};

function rule(severity: FindingSeverity, fix: FixKind | null, description: string): Rule {
  return { severity, fix, breaksConsistency: true, description };
}

function note(severity: FindingSeverity, description: string): Rule {
  return { severity, fix: null, breaksConsistency: false, description };
}

/** A finding with its rule's severity and fix. */
export const findingOf = (name: FindingRule, said: Omit<Finding, "rule" | "severity" | "fix">): Finding => ({
  rule: name,
  severity: rules[name].severity,
  ...said,
  fix: rules[name].fix,
});

/** The same, where nothing but a person can help. */
export const reportedOnly = (finding: Finding): Finding => ({ ...finding, fix: null });
