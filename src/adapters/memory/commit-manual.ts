import type { CommitResult, ManualBatch } from "../../application/ports/accounting-sink.ts";
import type { Hash } from "../../domain/audit/audit-chain.ts";
import { auditedRow } from "../../domain/audit/audit-facts.ts";
import type { Id, RowId } from "../../domain/ids.ts";
import { type ManualRequest, planManual } from "../../domain/ledger/plan-manual.ts";
import { advanceByEntry } from "../../domain/sync/advance.ts";
import { afterCommit } from "../../domain/sync/checkpoint.ts";
import { newsOfAccounts } from "../../domain/sync/unit-news.ts";
import { copyOfAccount, frozenCopy } from "./frozen-copy.ts";
import type { LedgerStore } from "./ledger-store.ts";
import { appendAudit } from "./memory-audit-trail.ts";

/** Enters or reverses one manual row, with its totals and its journal line. */
export const commitManual = (store: LedgerStore, batch: ManualBatch, hash: Hash): CommitResult => {
  const { checkpoint } = store;
  const { rowId, propertyId } = idsOf(batch.request);
  const present = { row: store.rows.get(rowId) ?? null, account: store.accounts.get(propertyId) ?? null };
  const context = { at: batch.at, cause: batch.cause, nextSeq: checkpoint.seq + 1n };
  const plan = planManual(batch.request, present, context);
  if (plan.kind === "refused") return plan;
  const row = frozenCopy(plan.row);
  const fields = advanceByEntry(checkpoint, batch.token);
  store.rows.set(row.id, row);
  store.accounts.set(propertyId, copyOfAccount(plan.account));
  store.journal.push(frozenCopy(plan.journal));
  appendAudit(store, auditedRow(batch.audit, present.row, row, hash), hash);
  store.checkpoint = frozenCopy(afterCommit(checkpoint, fields));
  const outcomes = { applied: 0, unchanged: 0, notPosted: 0, failed: 0 };
  return {
    kind: "committed",
    checkpoint: fields,
    outcomes,
    orphanedRows: null,
    changedKeys: [],
    failedKeys: [],
    rowsChanged: 1,
    row,
    news: newsOfAccounts([plan.account]),
  };
};

const idsOf = (request: ManualRequest): { readonly rowId: RowId; readonly propertyId: Id } =>
  request.kind === "enter" ? { rowId: request.facts.id, propertyId: request.facts.propertyId } : request;
