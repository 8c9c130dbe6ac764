import type { Id, RowId } from "../ids.ts";
import type { ProjectedCut } from "../projection/project-cut.ts";
import type { SourceKeys } from "../source/source-cut.ts";
import { type DocumentKey, documentKey, type Failure } from "../sync/failure.ts";
import type { Account } from "./account.ts";
import type { JournalLine } from "./journal-line.ts";
import { type JudgedKeys, judgeKeys } from "./key-outcomes.ts";
import { noiseTakenOf } from "./noise-taken.ts";
import { overflowingPayments, totalsFit, withoutPosting } from "./overflow.ts";
import { type AccountChanges, changedAccounts, planAccounts } from "./plan-accounts.ts";
import type { IncompletePlan, PlanContext } from "./plan-context.ts";
import { type FailureChanges, isUnsettled, planFailures } from "./plan-failures.ts";
import { planRows, type RowPlan } from "./plan-rows.ts";
import { type Rounding, roundingShiftOf } from "./rounding.ts";
import type { LedgerRow } from "./row.ts";

/** What the ledger holds now about the keys of a unit, read in the transaction that will write. */
export type PresentState = {
  /** Every row of the unit's payments, whatever its role or status. */
  readonly rows: ReadonlyMap<RowId, LedgerRow>;
  /** Heads by property: of those rows, of the rows to come, of the unit's properties, and those that name one of its owners. */
  readonly accounts: ReadonlyMap<Id, Account>;
  /** Failures of the unit's keys that are open or dismissed; others may be among them. */
  readonly failures: ReadonlyMap<DocumentKey, Failure>;
};

export type RowChanges = {
  readonly inserts: readonly LedgerRow[];
  readonly replacements: readonly LedgerRow[];
};

export type ChangePlan = JudgedKeys & {
  readonly kind: "changes";
  readonly rows: RowChanges;
  readonly accounts: AccountChanges;
  readonly journal: readonly JournalLine[];
  readonly failures: FailureChanges;
  /** What the rows add to the rounding so far; negative where they take it away. */
  readonly rounding: Rounding;
  /** Payments taken with arithmetic noise. */
  readonly noiseTaken: number;
  /** Keys whose row or head claimed to show a later time than the unit's. Corrected like any other difference, and never by chance. */
  readonly aheadKeys: readonly DocumentKey[];
  /** Those of `failedKeys` that have no open or dismissed failure yet. */
  readonly newlyFailedKeys: readonly DocumentKey[];
};

/** The difference between what the ledger must say about `keys` and what it says: the heart of every sync, fix and check. */
export const planChanges = (
  keys: SourceKeys,
  cut: ProjectedCut,
  present: PresentState,
  context: PlanContext,
): ChangePlan | IncompletePlan =>
  completePlan(
    keys,
    cut,
    { ...present, rows: planRows(cut, present.rows, context), rowsBefore: present.rows },
    context,
  );

/** `PresentState` with its rows planned already: only the heads of rows that change, and of the unit's own keys, are needed then. */
export type RowsPlanned = Omit<PresentState, "rows"> & {
  readonly rows: RowPlan;
  readonly rowsBefore: PresentState["rows"];
};

export const completePlan = (
  keys: SourceKeys,
  cut: ProjectedCut,
  present: RowsPlanned,
  context: PlanContext,
): ChangePlan | IncompletePlan => {
  const { rows } = present;
  const accounts = planAccounts({ cut, owners: new Set(keys.owners) }, present.accounts, rows.changes, context);
  if (accounts.kind === "incomplete") return accounts;
  if (!changedAccounts(accounts.changes).every(({ balances }) => totalsFit(balances))) {
    // Ends, since each time at least one payment less is to be posted.
    const fitting = withoutPosting(cut, overflowingPayments(rows.changes, present.accounts));
    const replanned = planRows(fitting, present.rowsBefore, context);
    return completePlan(keys, fitting, { ...present, rows: replanned }, context);
  }
  return {
    kind: "changes",
    rows: { inserts: rows.inserts, replacements: rows.replacements },
    accounts: accounts.changes,
    journal: rows.journal,
    failures: planFailures(keys, cut, present.failures, context),
    rounding: roundingShiftOf(rows.changes),
    noiseTaken: noiseTakenOf(cut.payments, rows.changes),
    aheadKeys: [
      ...[...rows.aheadPayments].map((id) => documentKey("payments", id)),
      ...[...accounts.ahead].map((id) => documentKey("properties", id)),
    ],
    ...newsOf(judgeKeys(keys, cut, rows.changedPayments, accounts), present.failures),
  };
};

/** A document that could not be projected before either is no news. */
const newsOf = (
  judged: JudgedKeys,
  known: PresentState["failures"],
): JudgedKeys & Pick<ChangePlan, "newlyFailedKeys"> => ({
  ...judged,
  newlyFailedKeys: judged.failedKeys.filter((key) => {
    const failure = known.get(key);
    return failure === undefined || !isUnsettled(failure);
  }),
});

export const changesNothing = (plan: ChangePlan): boolean =>
  plan.journal.length === 0 &&
  changedAccounts(plan.accounts).length === 0 &&
  plan.failures.opened.length === 0 &&
  plan.failures.resolved.length === 0;
