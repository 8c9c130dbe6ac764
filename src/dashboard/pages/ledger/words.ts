import type { WireAccount } from "../../../contract/account.ts";
import type { WireExplanation } from "../../../contract/explanation.ts";
import type { WireTransaction } from "../../../contract/transaction.ts";
import { sentence } from "../../shared/words.ts";

export const transactionTypes = [
  "income",
  "expense",
  "owner_payout",
  "repair",
  "maintenance",
  "other",
] as const satisfies readonly WireTransaction["type"][];

export const typeWords: Readonly<Record<WireTransaction["type"], string>> = {
  income: "Income",
  expense: "Expense",
  owner_payout: "Paid to the owner",
  repair: "Repair",
  maintenance: "Maintenance",
  other: "Other",
};

export const origins = ["sync", "manual"] as const satisfies readonly WireTransaction["origin"][];

export const originWords: Readonly<Record<WireTransaction["origin"], string>> = {
  sync: "Main database",
  manual: "Entered by hand",
};

export const rowStatuses = ["posted", "void"] as const satisfies readonly WireTransaction["status"][];

export const rowStatusWords: Readonly<Record<WireTransaction["status"], string>> = {
  posted: "Posted",
  void: "Void",
};

export const accountStatuses = ["active", "stub", "archived"] as const satisfies readonly WireAccount["status"][];

export const accountStatusWords: Readonly<Record<WireAccount["status"], string>> = {
  active: "Active",
  stub: "Property unknown",
  archived: "Property deleted",
};

/** What a status means for who reads the books; null where there is nothing to say. */
export const accountStatusHints: Readonly<Record<WireAccount["status"], string | null>> = {
  active: null,
  stub: "Payments name this property, and the main database has no such property (yet).",
  archived: "The property was deleted from the main database. Its rows and totals are kept.",
};

/** Why a payment does not count, behind “its”, as the code of a void row or of a projection says it. */
const reasonWords: Readonly<Record<string, string>> = {
  deleted: "the payment was deleted",
  status_not_completed: "the payment is not completed",
  posting_reversed: "the posting of the payment was reversed",
  posting_voided: "the posting of the payment was voided",
  provisional: "the payment is provisional",
  in_suspense: "the payment is in suspense",
  reversal_row: "the payment is itself a reversal",
  zero_amount: "the amount is zero",
  no_longer_projected: "the payment no longer makes this row",
};

/** `the payment is provisional` */
export const reasonOf = (code: string): string => reasonWords[code] ?? sentence(code);

const collections = ["payments", "properties", "owners"] as const satisfies readonly WireExplanation["collection"][];

export const isSourceCollection = (text: string | undefined): text is WireExplanation["collection"] =>
  collections.some((collection) => collection === text);

export const documentWords: Readonly<Record<WireExplanation["collection"], string>> = {
  payments: "payment",
  properties: "property",
  owners: "owner",
};
