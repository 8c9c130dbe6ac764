import type { Id, RowId } from "../ids.ts";
import type { Account } from "./account.ts";
import { createBalanceSheet } from "./balance.ts";
import { type JournalLine, journalLine } from "./journal-line.ts";
import { totalsFit } from "./overflow.ts";
import type { PlanContext } from "./plan-context.ts";
import type { LedgerRow, RowFacts } from "./row.ts";

/** What an accountant asks for. An entry's row id follows from caller and key, so that asking twice enters once. */
export type ManualRequest =
  | { readonly kind: "enter"; readonly facts: RowFacts }
  | {
      readonly kind: "reverse";
      readonly propertyId: Id;
      readonly rowId: RowId;
      readonly reason: string;
      readonly actor: string;
    };

export type ManualRefusal =
  | "account_not_found"
  | "row_not_found"
  | "not_manual"
  | "already_reversed"
  | "already_entered"
  | "total_out_of_range";

export type ManualPlan =
  | {
      readonly kind: "manual";
      readonly row: LedgerRow;
      readonly isNew: boolean;
      readonly account: Account;
      readonly journal: JournalLine;
    }
  /** `row` is the row in the way, where there is one. */
  | { readonly kind: "refused"; readonly refusal: ManualRefusal; readonly row: LedgerRow | null };

type Present = { readonly row: LedgerRow | null; readonly account: Account | null };

const refused = (refusal: ManualRefusal, row: LedgerRow | null): ManualPlan => ({ kind: "refused", refusal, row });

/** Enters a row or makes one void; sync never does either to a manual row, and a manual request never to a sync row. */
export const planManual = (request: ManualRequest, present: Present, context: PlanContext): ManualPlan =>
  request.kind === "enter" ? planEntry(request.facts, present, context) : planReversal(request, present, context);

const planEntry = (facts: RowFacts, { row, account }: Present, context: PlanContext): ManualPlan => {
  if (row !== null) return refused("already_entered", row);
  if (account === null) return refused("account_not_found", null);
  const after: LedgerRow = {
    ...facts,
    status: "posted",
    origin: "manual",
    voidReason: null,
    voidedBy: null,
    asOf: account.asOf,
    journalSeq: context.nextSeq,
    postedAt: context.at,
    updatedAt: context.at,
  };
  const plan = manualPlan(null, after, account, context);
  return totalsFit(plan.account.balances) ? plan : refused("total_out_of_range", null);
};

const planReversal = (
  request: Extract<ManualRequest, { kind: "reverse" }>,
  { row, account }: Present,
  context: PlanContext,
): ManualPlan => {
  if (row === null || account === null || row.propertyId !== request.propertyId) return refused("row_not_found", null);
  if (row.origin !== "manual") return refused("not_manual", row);
  if (row.status === "void") return refused("already_reversed", row);
  const after: LedgerRow = {
    ...row,
    status: "void",
    voidReason: request.reason,
    voidedBy: request.actor,
    journalSeq: context.nextSeq,
    updatedAt: context.at,
  };
  return manualPlan(row, after, account, context);
};

const manualPlan = (
  before: LedgerRow | null,
  after: LedgerRow,
  account: Account,
  context: PlanContext,
): Extract<ManualPlan, { kind: "manual" }> => {
  const sheet = createBalanceSheet(account.balances);
  if (before !== null) sheet.remove(before);
  sheet.add(after);
  return {
    kind: "manual",
    row: after,
    isNew: before === null,
    account: { ...account, balances: sheet.balances(), version: account.version + 1, updatedAt: context.at },
    journal: journalLine(before, after, context),
  };
};
