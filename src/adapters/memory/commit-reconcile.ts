import type { CommitResult, ReconcileBatch } from "../../application/ports/accounting-sink.ts";
import { changedAccounts } from "../../domain/ledger/plan-accounts.ts";
import { type ChangePlan, changesNothing, planChanges } from "../../domain/ledger/plan-changes.ts";
import { advance } from "../../domain/sync/advance.ts";
import { afterCommit } from "../../domain/sync/checkpoint.ts";
import { newsOfPlan } from "../../domain/sync/unit-news.ts";
import { copyOfAccount, frozenCopy } from "./frozen-copy.ts";
import type { LedgerStore } from "./ledger-store.ts";
import { orphanedRowsOf, presentStateOf } from "./present-state.ts";

/** Read → plan → write. Nothing is written before everything is planned and counted. */
export const commitReconcile = (store: LedgerStore, batch: ReconcileBatch): CommitResult => {
  const context = {
    at: batch.at,
    cause: batch.cause,
    nextSeq: store.checkpoint.seq + 1n,
    isRetry: batch.isRetry ?? false,
  };
  const plan = planChanges(batch.keys, batch.cut, presentStateOf(store, batch), context);
  if (plan.kind === "incomplete") return plan;
  const { outcomes, changedKeys } = plan;
  const orphanedRows = orphanedRowsOf(store, batch);
  if (changesNothing(plan) && batch.position === null) return { kind: "unchanged", outcomes, orphanedRows };
  if (batch.dryRun) return { kind: "planned", outcomes, changedKeys, orphanedRows };
  const { token, events, position } = batch;
  const fields = advance(store.checkpoint, { token, asOf: batch.cut.asOf, events, position, plan });
  if (batch.isRehearsal) return { kind: "planned", outcomes, changedKeys, orphanedRows };
  write(store, plan);
  store.checkpoint = frozenCopy(afterCommit(store.checkpoint, fields));
  return {
    kind: "committed",
    checkpoint: fields,
    outcomes,
    changedKeys,
    failedKeys: plan.failedKeys,
    newlyFailedKeys: plan.newlyFailedKeys,
    orphanedRows,
    rowsChanged: plan.journal.length,
    aheadKeys: plan.aheadKeys,
    row: null,
    news: newsOfPlan(plan),
  };
};

const write = (store: LedgerStore, plan: ChangePlan): void => {
  for (const row of [...plan.rows.inserts, ...plan.rows.replacements]) store.rows.set(row.id, frozenCopy(row));
  for (const account of changedAccounts(plan.accounts)) {
    store.accounts.set(account.propertyId, copyOfAccount(account));
  }
  for (const failure of [...plan.failures.opened, ...plan.failures.resolved]) {
    store.failures.set(failure.key, frozenCopy(failure));
  }
  store.journal.push(...plan.journal.map(frozenCopy));
};
