import { loadBatch } from "../sizes.ts";
import type { World } from "../world.ts";
import { documentId } from "./document-ids.ts";
import { createMixedChanges, type PaymentChange } from "./mixed-changes.ts";
import { indexes } from "./store-payments.ts";

/** Changes the first `payments` stored payments `count` times in all. */
export const storeMixedChanges = async (
  { main, books }: World,
  { payments, count }: { readonly payments: number; readonly count: number },
): Promise<void> => {
  const next = createMixedChanges(books, payments);
  const collection = main.collection("payments");
  let changed = 0;
  for (let start = 0; start < count; start += loadBatch) {
    const operations = indexes(start, Math.min(start + loadBatch, count)).map((change) => operationOf(next(change)));
    const result = await collection.bulkWrite(operations, { ordered: true, writeConcern: { w: "majority" } });
    changed += result.modifiedCount + result.deletedCount;
  }
  if (changed !== count) throw new Error(`${count} changes were meant, ${changed} were made`);
};

const operationOf = ({ index, set }: PaymentChange) => {
  const filter = { _id: documentId("payments", index) };
  return set === null ? { deleteOne: { filter } } : { updateOne: { filter, update: { $set: set } } };
};
