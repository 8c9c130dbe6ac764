import type { CommitResult, DismissBatch } from "../../application/ports/accounting-sink.ts";
import type { Hash } from "../../domain/audit/audit-chain.ts";
import { auditedDismissal } from "../../domain/audit/audit-facts.ts";
import { planDismissal } from "../../domain/ledger/plan-dismissal.ts";
import { advanceByDismissal } from "../../domain/sync/advance.ts";
import { afterCommit } from "../../domain/sync/checkpoint.ts";
import { shiftOfCounts } from "../../domain/sync/failure.ts";
import { frozenCopy } from "./frozen-copy.ts";
import type { LedgerStore } from "./ledger-store.ts";
import { appendAudit } from "./memory-audit-trail.ts";

/** Closes one failure by a person's word, with the counts of the checkpoint. */
export const commitDismissal = (store: LedgerStore, batch: DismissBatch, hash: Hash): CommitResult => {
  const known = store.failures.get(batch.key) ?? null;
  const dismissed = planDismissal(known, batch, batch.at);
  if (dismissed === null) return { kind: "not_dismissed", failure: known };
  const fields = advanceByDismissal(store.checkpoint, batch.token, shiftOfCounts(known, dismissed));
  store.failures.set(dismissed.key, frozenCopy(dismissed));
  appendAudit(store, auditedDismissal(batch.audit, known, dismissed), hash);
  store.checkpoint = frozenCopy(afterCommit(store.checkpoint, fields));
  return {
    kind: "committed",
    checkpoint: fields,
    outcomes: { applied: 0, unchanged: 0, notPosted: 0, failed: 0 },
    orphanedRows: null,
    changedKeys: [],
    failedKeys: [],
    rowsChanged: 0,
    row: null,
  };
};
