import type { ClientSession, Db } from "mongodb";
import type { Checkpoint, CommittedFields } from "../../domain/sync/checkpoint.ts";
import { documentOfCheckpoint } from "./checkpoint-codec.ts";
import { stateCollection, stateIds } from "./collections.ts";
import { longOf } from "./long.ts";

/** The checkpoint is not where this writer left it: fenced off, or its last commit's reply was lost. */
export const checkpointMoved = Symbol("checkpoint moved");

/** An open transaction. */
export type Writing = { readonly db: Db; readonly session: ClientSession };

/** Moves the checkpoint from `from` to `to`, in the transaction of the effects it stands for. */
export const advanceCheckpoint = async (
  { db, session }: Writing,
  from: Checkpoint,
  to: CommittedFields,
): Promise<void> => {
  const filter = { _id: stateIds.checkpoint, epoch: longOf(from.epoch), commitNo: longOf(from.commitNo) };
  const { readFloor, ...moved } = documentOfCheckpoint(to);
  const update = { $set: moved, $max: { readFloor } };
  const { matchedCount } = await stateCollection(db).updateOne(filter, update, { session });
  if (matchedCount === 0) throw checkpointMoved;
};
