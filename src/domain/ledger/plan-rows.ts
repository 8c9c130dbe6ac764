import type { ClusterTime } from "../cluster-time.ts";
import { feeRowId, type Id, incomeRowId, type RowId } from "../ids.ts";
import type { ProjectedCut } from "../projection/project-cut.ts";
import type { Projection } from "../projection/projection.ts";
import { type JournalLine, journalLine } from "./journal-line.ts";
import type { PlanContext } from "./plan-context.ts";
import { type LedgerRow, type RowFacts, saysTheSame } from "./row.ts";

/** One row as it was and as it becomes: what balances are shifted by. */
export type RowStep = { readonly before: LedgerRow | null; readonly after: LedgerRow };

export type RowPlan = {
  readonly inserts: readonly LedgerRow[];
  readonly replacements: readonly LedgerRow[];
  readonly changes: readonly RowStep[];
  readonly journal: readonly JournalLine[];
  readonly changedPayments: ReadonlySet<Id>;
  /** Payments with a row that claimed to show a later time than the unit's: damage, since time never goes back along the lane. */
  readonly aheadPayments: ReadonlySet<Id>;
};

/** Every role a payment can have in the ledger: comparing all of them makes a change of policy void what it no longer posts. */
export const rowIdsOf = (paymentId: Id): readonly RowId[] => [incomeRowId(paymentId), feeRowId(paymentId)];

export const planRows = (cut: ProjectedCut, present: ReadonlyMap<RowId, LedgerRow>, context: PlanContext): RowPlan => {
  const draft = createRowDraft(cut.asOf, context);
  for (const [paymentId, projection] of cut.payments) {
    for (const row of desiredRows(projection)) draft.post(paymentId, row, present.get(row.id));
    if (projection.kind === "rejected") continue;
    for (const rowId of rowIdsOf(paymentId)) {
      const row = present.get(rowId);
      if (row === undefined || desires(projection, rowId)) continue;
      if (row.status === "posted") draft.void(paymentId, row, voidReasonOf(projection));
      else draft.keep(paymentId, row);
    }
  }
  return draft.plan;
};

const desiredRows = (projection: Projection): readonly RowFacts[] =>
  projection.kind === "posted" ? projection.rows : [];

const desires = (projection: Projection, rowId: RowId): boolean =>
  projection.kind === "posted" && projection.rows.some((row) => row.id === rowId);

const voidReasonOf = (projection: Projection): string =>
  projection.kind === "not_posted" ? projection.reason : "no_longer_projected";

type RowDraft = {
  readonly plan: RowPlan;
  post(paymentId: Id, facts: RowFacts, before: LedgerRow | undefined): void;
  void(paymentId: Id, before: LedgerRow, reason: string): void;
  /** It says what it must; only its time may be wrong. */
  keep(paymentId: Id, before: LedgerRow): void;
};

const createRowDraft = (asOf: ClusterTime, context: PlanContext): RowDraft => {
  const inserts: LedgerRow[] = [];
  const replacements: LedgerRow[] = [];
  const changes: RowStep[] = [];
  const journal: JournalLine[] = [];
  const changedPayments = new Set<Id>();
  const aheadPayments = new Set<Id>();

  const change = (paymentId: Id, before: LedgerRow | null, after: LedgerRow): void => {
    (before === null ? inserts : replacements).push(after);
    changes.push({ before, after });
    journal.push(journalLine(before, after, context));
    changedPayments.add(paymentId);
    if (before !== null && isAhead(before)) aheadPayments.add(paymentId);
  };
  const isAhead = (before: LedgerRow): boolean => before.asOf > asOf;
  const stamp = () => ({
    asOf,
    journalSeq: context.nextSeq + BigInt(journal.length),
    updatedAt: context.at,
  });

  return {
    plan: { inserts, replacements, changes, journal, changedPayments, aheadPayments },
    post(paymentId, facts, before) {
      if (before === undefined) change(paymentId, null, { ...posted(facts), ...stamp(), postedAt: context.at });
      else if (before.status === "void" || isAhead(before) || !saysTheSame(before, facts))
        change(paymentId, before, { ...posted(facts), ...stamp(), postedAt: before.postedAt });
    },
    void(paymentId, before, reason) {
      change(paymentId, before, { ...before, ...stamp(), status: "void", voidReason: reason, voidedBy: null });
    },
    keep(paymentId, before) {
      if (isAhead(before)) change(paymentId, before, { ...before, ...stamp() });
    },
  };
};

const posted = (facts: RowFacts): Omit<LedgerRow, "asOf" | "journalSeq" | "postedAt" | "updatedAt"> => ({
  ...facts,
  status: "posted",
  origin: "sync",
  voidReason: null,
  voidedBy: null,
});
