import { type Db, type MongoClient, MongoServerError, type Timestamp } from "mongodb";
import type { Oplog } from "../../application/ports/oplog.ts";
import { clusterTimeOf } from "../mongo-driver/cluster-time-codec.ts";
import { translateError } from "../mongo-driver/translate-error.ts";

/** Not allowed, or no such collection here (mongos): both are an answer. */
const unknownCodes: ReadonlySet<unknown> = new Set([13, 26, 73, 8000]);

/** The two ends of `local.oplog.rs`, which is read from either end without an index. */
export const createMongoOplog = (client: MongoClient): Oplog => {
  const local = client.db("local");
  return {
    window: async () => {
      try {
        const [oldest, newest] = await Promise.all([endOf(local, 1), endOf(local, -1)]);
        if (oldest === undefined || newest === undefined) return null;
        return { oldest: clusterTimeOf(oldest), newest: clusterTimeOf(newest) };
      } catch (error) {
        if (error instanceof MongoServerError && unknownCodes.has(error.code)) return null;
        throw translateError(error, "source");
      }
    },
  };
};

const endOf = async (local: Db, direction: 1 | -1): Promise<Timestamp | undefined> => {
  const options = { projection: { _id: 0, ts: 1 }, sort: { $natural: direction }, limit: 1 } as const;
  const [entry] = await local.collection<{ readonly ts: Timestamp }>("oplog.rs").find({}, options).toArray();
  return entry?.ts;
};
