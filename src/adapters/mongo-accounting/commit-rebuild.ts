import type { Document, Filter } from "mongodb";
import type { CommitResult, RebuildBatch } from "../../application/ports/accounting-sink.ts";
import type { Id } from "../../domain/ids.ts";
import { planRebuild, type SummedAccounts } from "../../domain/ledger/plan-rebuild.ts";
import { advanceByRebuild } from "../../domain/sync/advance.ts";
import type { Checkpoint } from "../../domain/sync/checkpoint.ts";
import { documentKey } from "../../domain/sync/failure.ts";
import { newsOfAccounts } from "../../domain/sync/unit-news.ts";
import { bsonOfId } from "../mongo-driver/id-codec.ts";
import { accountOf, documentOfAccount, shiftOfAccount } from "./account-codec.ts";
import { advanceCheckpoint, type Writing } from "./advance-checkpoint.ts";
import { collectionNames } from "./collections.ts";
import type { Commit } from "./commit-reconcile.ts";
import { exactNumbers } from "./long.ts";
import { sumsOf } from "./scan-sums.ts";
import type { Outcome } from "./transaction.ts";
import { insertAll, updateAll } from "./write.ts";

/** Sums the posted rows of some properties on the server, and writes the heads that say otherwise, inside a transaction. */
export const commitRebuild = async (
  writing: Writing,
  batch: RebuildBatch,
  checkpoint: Checkpoint,
): Promise<Outcome<Commit>> => {
  const { db, session } = writing;
  const read = await readSummed(writing, batch.propertyIds);
  const plan = planRebuild(batch.propertyIds, read, { asOf: checkpoint.readFloor, at: batch.at });
  const changed = [...plan.inserts, ...plan.shifted];
  const outcomes = {
    applied: changed.length,
    unchanged: batch.propertyIds.length - changed.length,
    notPosted: 0,
    failed: 0,
  };
  const judged = { outcomes, orphanedRows: null };
  if (changed.length === 0) return { kind: "abort", value: { result: { kind: "unchanged", ...judged }, fields: null } };
  const next = advanceByRebuild(checkpoint, batch.token);
  const propertyIds = changed.map(({ propertyId }) => propertyId);
  await insertAll(db, session, collectionNames.accounts, plan.inserts.map(documentOfAccount));
  await updateAll(db, session, collectionNames.accounts, plan.shifted.map(shiftOfAccount));
  await advanceCheckpoint(writing, checkpoint, next);
  const changedKeys = propertyIds.map((id) => documentKey("properties", id));
  const nothing = { failedKeys: [], rowsChanged: 0, row: null, news: newsOfAccounts(changed) };
  const result: CommitResult = { kind: "committed", checkpoint: next, ...judged, changedKeys, ...nothing };
  return { kind: "commit", value: { result, fields: next } };
};

const readSummed = async ({ db, session }: Writing, propertyIds: readonly Id[]): Promise<SummedAccounts> => {
  const ids = propertyIds.map(bsonOfId);
  // Safe: the driver types every `_id` as ObjectId; ours are of any BSON type.
  const filter = { _id: { $in: ids } } as Filter<Document>;
  const documents = await db
    .collection(collectionNames.accounts)
    .find(filter, { session, ...exactNumbers })
    .toArray();
  return {
    heads: new Map(documents.map(accountOf).map((head) => [head.propertyId, head])),
    sums: await sumsOf(db, session, { propertyId: { $in: ids } }),
  };
};
