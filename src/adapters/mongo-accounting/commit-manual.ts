import type { ClientSession, Db, Document, Filter } from "mongodb";
import type { ManualBatch } from "../../application/ports/accounting-sink.ts";
import type { Hash } from "../../domain/audit/audit-chain.ts";
import { auditedRow } from "../../domain/audit/audit-facts.ts";
import type { Id, RowId } from "../../domain/ids.ts";
import { type ManualRequest, planManual } from "../../domain/ledger/plan-manual.ts";
import { advanceByEntry } from "../../domain/sync/advance.ts";
import type { Checkpoint } from "../../domain/sync/checkpoint.ts";
import { newsOfAccounts } from "../../domain/sync/unit-news.ts";
import { bsonOfId } from "../mongo-driver/id-codec.ts";
import { accountOf, documentOfAccount } from "./account-codec.ts";
import { advanceCheckpoint, type Writing } from "./advance-checkpoint.ts";
import { appendInside } from "./append-audit.ts";
import { collectionNames } from "./collections.ts";
import type { Commit } from "./commit-reconcile.ts";
import { documentOfJournalLine } from "./journal-codec.ts";
import { exactNumbers } from "./long.ts";
import { documentOfRow, rowOf } from "./row-codec.ts";
import type { Outcome } from "./transaction.ts";
import { insertAll, replacementOf, updateAll } from "./write.ts";

/** Enters or reverses one manual row with its totals and journal line, inside a transaction. */
export const commitManual = async (
  { db, session, hash }: Writing & { readonly hash: Hash },
  batch: ManualBatch,
  checkpoint: Checkpoint,
): Promise<Outcome<Commit>> => {
  const present = await readManual(db, session, batch.request);
  const context = { at: batch.at, cause: batch.cause, nextSeq: checkpoint.seq + 1n };
  const plan = planManual(batch.request, present, context);
  if (plan.kind === "refused") return { kind: "abort", value: { result: plan, fields: null } };
  const next = advanceByEntry(checkpoint, batch.token);
  const row = documentOfRow(plan.row);
  await (plan.isNew
    ? insertAll(db, session, collectionNames.transactions, [row])
    : updateAll(db, session, collectionNames.transactions, [replacementOf(row)]));
  await updateAll(db, session, collectionNames.accounts, [replacementOf(documentOfAccount(plan.account))]);
  await insertAll(db, session, collectionNames.journal, [documentOfJournalLine(plan.journal)]);
  await appendInside({ db, session }, auditedRow(batch.audit, present.row, plan.row, hash), hash);
  const counts = { applied: 0, unchanged: 0, notPosted: 0, failed: 0 };
  await advanceCheckpoint({ db, session }, checkpoint, next);
  const result = {
    checkpoint: next,
    outcomes: counts,
    orphanedRows: null,
    changedKeys: [],
    failedKeys: [],
    rowsChanged: 1,
    row: plan.row,
    news: newsOfAccounts([plan.account]),
  };
  return { kind: "commit", value: { result: { kind: "committed", ...result }, fields: next } };
};

const idsOf = (request: ManualRequest): { readonly rowId: RowId; readonly propertyId: Id } =>
  request.kind === "enter" ? { rowId: request.facts.id, propertyId: request.facts.propertyId } : request;

// Safe: the driver types every `_id` as ObjectId; ours are of any BSON type.
const byId = (id: Id): Filter<Document> => ({ _id: bsonOfId(id) }) as Filter<Document>;

const readManual = async (db: Db, session: ClientSession, request: ManualRequest) => {
  const { rowId, propertyId } = idsOf(request);
  const options = { session, ...exactNumbers };
  const row = await db.collection<{ _id: RowId }>(collectionNames.transactions).findOne({ _id: rowId }, options);
  const account = await db.collection(collectionNames.accounts).findOne(byId(propertyId), options);
  return { row: row === null ? null : rowOf(row), account: account === null ? null : accountOf(account) };
};
