import type { CommitResult, DismissBatch } from "../../application/ports/accounting-sink.ts";
import type { Hash } from "../../domain/audit/audit-chain.ts";
import { auditedDismissal } from "../../domain/audit/audit-facts.ts";
import { planDismissal } from "../../domain/ledger/plan-dismissal.ts";
import { advanceByDismissal } from "../../domain/sync/advance.ts";
import type { Checkpoint } from "../../domain/sync/checkpoint.ts";
import { shiftOfCounts } from "../../domain/sync/failure.ts";
import { advanceCheckpoint, type Writing } from "./advance-checkpoint.ts";
import { appendInside } from "./append-audit.ts";
import { collectionNames } from "./collections.ts";
import type { Commit } from "./commit-reconcile.ts";
import { documentOfFailure, failureOf } from "./failure-codec.ts";
import { exactNumbers } from "./long.ts";
import type { Outcome } from "./transaction.ts";
import { replacementOf, updateAll } from "./write.ts";

/** Closes one failure by a person's word, with the counts of the checkpoint, inside a transaction. */
export const commitDismissal = async (
  { db, session, hash }: Writing & { readonly hash: Hash },
  batch: DismissBatch,
  checkpoint: Checkpoint,
): Promise<Outcome<Commit>> => {
  const failures = db.collection<{ readonly _id: string }>(collectionNames.failures);
  const document = await failures.findOne({ _id: batch.key }, { session, ...exactNumbers });
  const known = document === null ? null : failureOf(document);
  const dismissed = planDismissal(known, batch, batch.at);
  if (dismissed === null)
    return { kind: "abort", value: { result: { kind: "not_dismissed", failure: known }, fields: null } };
  const next = advanceByDismissal(checkpoint, batch.token, shiftOfCounts(known, dismissed));
  const outcomes = { applied: 0, unchanged: 0, notPosted: 0, failed: 0 };
  await updateAll(db, session, collectionNames.failures, [replacementOf(documentOfFailure(dismissed))]);
  await appendInside({ db, session }, auditedDismissal(batch.audit, known, dismissed), hash);
  await advanceCheckpoint({ db, session }, checkpoint, next);
  const nothing = { orphanedRows: null, changedKeys: [], failedKeys: [], rowsChanged: 0, row: null };
  const result: CommitResult = { kind: "committed", checkpoint: next, outcomes, ...nothing };
  return { kind: "commit", value: { result, fields: next } };
};
