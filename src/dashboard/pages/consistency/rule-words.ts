import type { WireFinding } from "../../../contract/finding.ts";

export type Rule = WireFinding["rule"];
export type Severity = WireFinding["severity"];

type RuleWords = {
  readonly title: string;
  /** What it means for the books. */
  readonly meaning: string;
  /** Why no plan mends it, and what to do instead; null = a plan does. */
  readonly byHand: string | null;
};

const mended = (title: string, meaning: string): RuleWords => ({ title, meaning, byHand: null });
const byHand = (title: string, meaning: string, remedy: string): RuleWords => ({ title, meaning, byHand: remedy });

/** What each rule is called, for an accountant. */
export const ruleWords: Readonly<Record<Rule, RuleWords>> = {
  missing_transaction: mended("Payment is not in the ledger", "A completed payment has no row."),
  phantom_transaction: mended("Row without a payment", "The ledger has a row that no payment stands behind."),
  amount_mismatch: mended("Amount differs", "The row's amount or sign is not its payment's."),
  currency_mismatch: mended("Currency differs", "The row's currency is not its payment's."),
  wrong_account: mended("Row in the wrong account", "The payment belongs to another property."),
  field_mismatch: mended("Description differs", "A describing field is not what the main database says."),
  balance_mismatch: mended(
    "Balance does not add up",
    "The account's balance is not the sum of its rows as they are now.",
  ),
  totals_mismatch: mended(
    "Totals do not add up",
    "The account's income or expenses are not the sum of its rows as they are now.",
  ),
  row_count_mismatch: mended("Row count does not add up", "The account counts other rows than it has."),
  missing_account: mended(
    "Property without an account",
    "Or an account that is not in use though its property exists.",
  ),
  orphaned_account: mended("Account without a property", "It is active, but its property no longer exists."),
  owner_mismatch: mended("Owner differs", "The account shows another owner than the main database."),
  stub_account: byHand(
    "Account of an unknown property",
    "Rows name a property that never existed.",
    "Correct the property of its payments in the main database.",
  ),
  orphaned_owner: byHand(
    "Owner does not exist",
    "A property names owners of whom none exists.",
    "Correct the owner in the main database.",
  ),
  unprojectable_document: byHand(
    "Document cannot be read",
    "It cannot be brought into the ledger; its failure is open.",
    "Correct it in the main database; its failure says which field.",
  ),
  invalid_manual_entry: byHand(
    "Entry by hand is invalid",
    "It has a wrong sign, type or amount.",
    "Entries by hand are never changed by the service: reverse it and enter it again.",
  ),
  journal_mismatch: byHand(
    "Journal and row differ",
    "The row is not what its history says.",
    "The history is never rewritten: find out who wrote to the accounting database, or restore it.",
  ),
  possible_duplicate_payment: byHand(
    "Payment may be entered twice",
    "Two payments of one day, tenant, property and amount.",
    "Ask the tenant's bank statement; delete one in the main database if it is a double.",
  ),
  checkpoint_stale: byHand(
    "Position of real-time sync is old",
    "Its stored place is far behind the main database.",
    "Look at real-time sync on the Control page.",
  ),
  history_gap: byHand(
    "Changes were missed",
    "The main database no longer tells what happened in between.",
    "Run a full sync on the Control page.",
  ),
  index_missing: byHand(
    "Index is missing",
    "An index that the service needs is not there.",
    "Restart the service: it creates its indexes when it starts.",
  ),
};

// Safe: the keys of a type that has no others.
export const ruleNames: readonly Rule[] = Object.keys(ruleWords) as Rule[];

/** `{amount_mismatch: "Amount differs", …}` */
export const ruleTitles: Readonly<Record<Rule, string>> = Object.fromEntries(
  ruleNames.map((rule) => [rule, ruleWords[rule].title]),
  // Safe: made of all the rules.
) as Record<Rule, string>;

/** Why a plan does not mend a finding; null = one does. */
export const byHandReason = ({ rule, fix }: Pick<WireFinding, "rule" | "fix">): string | null =>
  fix !== null ? null : (ruleWords[rule].byHand ?? "No payment can have such a row id: look at who wrote it.");
