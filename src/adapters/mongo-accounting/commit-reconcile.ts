import type { ClientSession, Db, Document } from "mongodb";
import type { CommitResult, Judged, ReconcileBatch } from "../../application/ports/accounting-sink.ts";
import { type ChangePlan, changesNothing, completePlan } from "../../domain/ledger/plan-changes.ts";
import { advance } from "../../domain/sync/advance.ts";
import type { Checkpoint, CommittedFields } from "../../domain/sync/checkpoint.ts";
import { newsOfPlan } from "../../domain/sync/unit-news.ts";
import { documentOfAccount, shiftOfAccount } from "./account-codec.ts";
import { advanceCheckpoint } from "./advance-checkpoint.ts";
import { collectionNames } from "./collections.ts";
import { documentOfFailure } from "./failure-codec.ts";
import { documentOfJournalLine } from "./journal-codec.ts";
import { readPresent } from "./read-present.ts";
import { documentOfRow } from "./row-codec.ts";
import type { Outcome } from "./transaction.ts";
import { insertAll, replacementOf, type Update, updateAll } from "./write.ts";

/** `fields`: what the checkpoint says after the commit; null when nothing was written. */
export type Commit = { readonly result: CommitResult; readonly fields: CommittedFields | null };

/** Read → plan → write, inside a transaction. */
export const commitReconcile = async (
  db: Db,
  session: ClientSession,
  batch: ReconcileBatch,
  checkpoint: Checkpoint,
): Promise<Outcome<Commit>> => {
  const context = { at: batch.at, cause: batch.cause, nextSeq: checkpoint.seq + 1n, isRetry: batch.isRetry ?? false };
  const unsettled = checkpoint.openFailures + checkpoint.failureCounts.dismissed;
  const present = await readPresent({ db, session }, batch, context, unsettled);
  const plan = completePlan(batch.keys, batch.cut, present, context);
  if (plan.kind === "incomplete") return nothingWritten(plan);
  const judged = { outcomes: plan.outcomes, orphanedRows: present.orphanedRows };
  if (changesNothing(plan) && batch.position === null) return nothingWritten({ kind: "unchanged", ...judged });
  if (batch.dryRun) return nothingWritten({ kind: "planned", ...judged, changedKeys: plan.changedKeys });
  const { token, events, position } = batch;
  const next = advance(checkpoint, { token, asOf: batch.cut.asOf, events, position, plan });
  await writePlan(db, session, plan);
  await advanceCheckpoint({ db, session }, checkpoint, next);
  if (batch.isRehearsal) return nothingWritten({ kind: "planned", ...judged, changedKeys: plan.changedKeys });
  return { kind: "commit", value: { result: committed(plan, judged, next), fields: next } };
};

const nothingWritten = (result: CommitResult): Outcome<Commit> => ({ kind: "abort", value: { result, fields: null } });

const writePlan = async (
  db: Db,
  session: ClientSession,
  { rows, accounts, journal, failures }: ChangePlan,
): Promise<void> => {
  const insert = (name: string, documents: readonly Document[]) => insertAll(db, session, name, documents);
  const update = (name: string, updates: readonly Update[]) => updateAll(db, session, name, updates);
  await insert(collectionNames.transactions, rows.inserts.map(documentOfRow));
  await update(collectionNames.transactions, rows.replacements.map(documentOfRow).map(replacementOf));
  await insert(collectionNames.accounts, accounts.inserts.map(documentOfAccount));
  await update(collectionNames.accounts, accounts.retold.map(documentOfAccount).map(replacementOf));
  await update(collectionNames.accounts, accounts.shifted.map(shiftOfAccount));
  await insert(collectionNames.journal, journal.map(documentOfJournalLine));
  const records = [...failures.opened, ...failures.resolved].map(documentOfFailure).map(replacementOf);
  await update(
    collectionNames.failures,
    records.map((record) => ({ ...record, upsert: true })),
  );
};

const committed = (plan: ChangePlan, judged: Judged, next: CommittedFields): CommitResult => ({
  kind: "committed",
  ...judged,
  checkpoint: next,
  changedKeys: plan.changedKeys,
  failedKeys: plan.failedKeys,
  newlyFailedKeys: plan.newlyFailedKeys,
  rowsChanged: plan.journal.length,
  aheadKeys: plan.aheadKeys,
  row: null,
  news: newsOfPlan(plan),
});
