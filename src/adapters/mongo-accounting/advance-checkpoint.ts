import type { ClientSession, Db, Document } from "mongodb";
import type { Id } from "../../domain/ids.ts";
import type { Checkpoint, CommittedFields } from "../../domain/sync/checkpoint.ts";
import { bsonOfId } from "../mongo-driver/id-codec.ts";
import { documentOfCheckpoint } from "./checkpoint-codec.ts";
import { collectionNames, stateCollection, stateIds } from "./collections.ts";
import { longOf } from "./long.ts";

/** The checkpoint is not where this writer left it: fenced off, or its last commit's reply was lost. */
export const checkpointMoved = Symbol("checkpoint moved");

/** An open transaction. */
export type Writing = { readonly db: Db; readonly session: ClientSession };

export type BatchEvent = { readonly counts: Document; readonly propertyIds: readonly Id[] };

/** Moves the checkpoint from `from` to `to` and leaves the commit's event, in the transaction of the effects they stand for. */
export const advanceCheckpoint = async (
  { db, session }: Writing,
  from: Checkpoint,
  to: CommittedFields,
  event: BatchEvent,
): Promise<void> => {
  const filter = { _id: stateIds.checkpoint, epoch: longOf(from.epoch), commitNo: longOf(from.commitNo) };
  const { readFloor, ...moved } = documentOfCheckpoint(to);
  const update = { $set: moved, $max: { readFloor } };
  const { matchedCount } = await stateCollection(db).updateOne(filter, update, { session });
  if (matchedCount === 0) throw checkpointMoved;
  const propertyIds = event.propertyIds.map(bsonOfId);
  const document: Document = {
    _id: longOf(to.commitNo),
    kind: "batch.committed",
    at: new Date(),
    counts: event.counts,
    propertyIds,
  };
  await db.collection(collectionNames.events).insertOne(document, { session });
};
