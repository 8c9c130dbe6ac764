import type { Account } from "../ledger/account.ts";
import { differingFields, type LedgerRow } from "../ledger/row.ts";
import type { PropertyState } from "../projection/project-cut.ts";
import type { NotPostedReason, Projection, Rejection } from "../projection/projection.ts";
import type { OwnerState } from "../projection/resolve-owner.ts";

/** What is known of one document when it is asked about. */
export type Known =
  | { readonly collection: "payments"; readonly state: Projection; readonly rows: readonly LedgerRow[] }
  | { readonly collection: "properties"; readonly state: PropertyState; readonly account: Account | null }
  | { readonly collection: "owners"; readonly state: OwnerState };

/** Why the document is, or is not, in the ledger: one sentence. */
export const verdictOf = (known: Known): string => {
  switch (known.collection) {
    case "payments":
      return paymentVerdict(known.state, known.rows);
    case "properties":
      return propertyVerdict(known.state, known.account);
    case "owners":
      return ownerVerdict(known.state);
  }
};

const paymentVerdict = (state: Projection, rows: readonly LedgerRow[]): string => {
  const posted = rows.filter(({ status }) => status === "posted");
  switch (state.kind) {
    case "rejected":
      return `It cannot be posted: ${faultOf(state)}; ${rowsOf(posted.length, "stays as it was", "there is no posted row")}.`;
    case "not_posted":
      return posted.length === 0
        ? `It is rightly not posted: ${notPostedWords[state.reason]}.`
        : `It should not be posted (${notPostedWords[state.reason]}), and its row still is: sync has not passed this change yet, or the row was altered.`;
    case "posted":
      return postedVerdict(state.rows, posted);
  }
};

const postedVerdict = (
  wanted: Extract<Projection, { kind: "posted" }>["rows"],
  posted: readonly LedgerRow[],
): string => {
  const missing = wanted.filter(({ id }) => !posted.some((row) => row.id === id));
  if (missing.length > 0)
    return `It should be posted and is not: sync has not passed this change yet, or the row was altered (${missing.map(({ id }) => id).join(", ")}).`;
  const differing = wanted.flatMap((facts) => {
    const row = posted.find(({ id }) => id === facts.id);
    return row === undefined ? [] : differingFields(row, facts);
  });
  if (differing.length > 0)
    return `It is posted and differs in ${[...new Set(differing)].join(", ")}: sync has not passed this change yet, or the row was altered.`;
  if (posted.length > wanted.length)
    return "It is posted with a row too many: sync has not passed this change yet, or the row was altered.";
  return "It is posted, and its row says what the document says.";
};

const propertyVerdict = (state: PropertyState, account: Account | null): string => {
  switch (state.kind) {
    case "rejected":
      return `Its account cannot be kept in step: ${faultOf(state)}; ${account === null ? "there is no account" : "the account stays as it was"}.`;
    case "absent":
      if (account === null) return "The main database has no such property, and there is no account for it.";
      return account.status === "active"
        ? "The main database has no such property, and its account is still active: sync has not passed this change yet."
        : `The main database has no such property; its account is kept as ${account.status}.`;
    case "property":
      return account?.status === "active"
        ? "It has an active account."
        : "It should have an active account and has not: sync has not passed this change yet, or the account was altered.";
  }
};

const ownerVerdict = (state: OwnerState): string => {
  switch (state.kind) {
    case "rejected":
      return `Accounts keep the name they had for this owner: ${faultOf(state)}.`;
    case "absent":
      return "The main database has no such owner.";
    case "owner":
      return state.name === null
        ? "It exists without a name; accounts show none."
        : "It exists; the accounts that name it show its name.";
  }
};

const rowsOf = (count: number, kept: string, none: string): string =>
  count === 0 ? none : `${count === 1 ? "its row" : "each of its rows"} ${kept}`;

const faultOf = ({ code, field, expected, found }: Rejection): string =>
  `${code}${field === "" ? "" : ` in ${field}`} (expected ${expected}, found ${found})`;

const notPostedWords: Readonly<Record<NotPostedReason, string>> = {
  deleted: "the main database has no such payment",
  status_not_completed: "its status is not completed",
  posting_reversed: "its posting was reversed",
  posting_voided: "its posting was voided",
  provisional: "it is provisional",
  in_suspense: "it is in suspense",
  reversal_row: "it is itself a reversal of another payment",
  zero_amount: "its amount is zero",
};
