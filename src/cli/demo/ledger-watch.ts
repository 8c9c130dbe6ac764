import type { Db, ObjectId } from "mongodb";

/** Looks at the ledger as any reader would: by a change stream of its own, which shows what is committed to a majority. */
export type LedgerWatch = {
  /** The next time that a row or head of this id is written: `performance.now()` of that moment. Rejects when it takes too long. */
  seen(id: ObjectId | string): Promise<number>;
  close(): Promise<void>;
};

/** A payment that is not in the ledger by then is a fault worth telling. Unit: ms. */
const seenMaxMs = 10_000;

const shown = [
  { $match: { "ns.coll": { $in: ["transactions", "accounts"] } } },
  { $project: { operationType: 1, documentKey: 1 } },
];

/** What is written after this call is seen. */
export const watchLedger = async (accounting: Db): Promise<LedgerWatch> => {
  const { operationTime } = await accounting.command({ ping: 1 });
  const stream = accounting.watch(shown, { startAtOperationTime: operationTime });
  const awaited = new Map<string, PromiseWithResolvers<number>>();
  stream.on("change", (change) => {
    if ("documentKey" in change) awaited.get(String(change.documentKey._id))?.resolve(performance.now());
  });
  stream.on("error", (error) => {
    for (const sight of awaited.values()) sight.reject(error);
  });
  return {
    seen: (id) => {
      const key = String(id);
      const sight = Promise.withResolvers<number>();
      awaited.set(key, sight);
      const timer = setTimeout(() => sight.reject(notSeen(key)), seenMaxMs);
      return sight.promise.finally(() => {
        clearTimeout(timer);
        awaited.delete(key);
      });
    },
    close: () => stream.close(),
  };
};

const notSeen = (key: string): Error =>
  new Error(`${key} has not been seen in the ledger within ${seenMaxMs / 1_000} s.`);
