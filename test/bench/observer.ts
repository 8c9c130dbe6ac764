import type { Collection, Document } from "mongodb";
import { nowMs } from "./clock.ts";

/** How long the last rows may be in coming. */
const patienceMs = 30_000;

/** When each new row could be read by anybody: seen from outside, through a change stream of the ledger's `transactions`. */
export type Observer = AsyncDisposable & {
  /** When the row was seen, by `nowMs`; waits for it. */
  seenAt(rowId: string): Promise<number>;
};

/**
 * A change stream hands a row over only when it is committed by the majority, so nothing is counted too early; its own way
 * to this process is counted in. One stream of bare keys costs the server little, unlike asking again and again.
 */
export const observeRows = async (rows: Collection<Document>): Promise<Observer> => {
  const pipeline = [{ $match: { operationType: "insert" } }, { $project: { documentKey: 1 } }];
  const stream = rows.watch(pipeline, { batchSize: 1_000, maxAwaitTimeMS: 1_000 });
  const seen = new Map<string, number>();
  const waiting = new Map<string, PromiseWithResolvers<number>>();
  const note = (rowId: string): void => {
    const at = nowMs();
    seen.set(rowId, at);
    waiting.get(rowId)?.resolve(at);
    waiting.delete(rowId);
  };
  const follow = async (): Promise<void> => {
    for await (const event of stream) if ("documentKey" in event) note(String(event.documentKey._id));
  };
  // Opens the stream: what is written from here on is seen.
  await stream.tryNext();
  const following = follow().catch((error: unknown) => {
    if (stream.closed) return;
    for (const { reject } of waiting.values()) reject(error);
  });
  return {
    seenAt: (rowId) => {
      const at = seen.get(rowId);
      if (at !== undefined) return Promise.resolve(at);
      const coming = waiting.get(rowId) ?? Promise.withResolvers<number>();
      waiting.set(rowId, coming);
      return orGiveUp(coming, rowId);
    },
    [Symbol.asyncDispose]: async () => {
      await stream.close();
      await following;
    },
  };
};

const orGiveUp = async (coming: PromiseWithResolvers<number>, rowId: string): Promise<number> => {
  const timer = setTimeout(() => coming.reject(new Error(`${rowId} is not in the ledger`)), patienceMs);
  try {
    return await coming.promise;
  } finally {
    clearTimeout(timer);
  }
};
