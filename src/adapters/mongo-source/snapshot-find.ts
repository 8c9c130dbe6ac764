import { type ClientSession, type Db, MongoServerError } from "mongodb";
import type { ClusterTime } from "../../domain/cluster-time.ts";
import { clusterTimeOf, timestampOf } from "../mongo-driver/cluster-time-codec.ts";
import { type FoundDocuments, findAll, type SourceFind, type SourceQuery } from "./source-find.ts";

/** SnapshotTooOld: behind the server's window. SnapshotUnavailable: a collection is younger than the time asked. */
const snapshotGone: ReadonlySet<unknown> = new Set([239, 246]);

/**
 * Reads at `at` (null = the newest snapshot) and says at which time it was read: the reply's own `atClusterTime`. When the
 * server cannot go back to `at`, the newest snapshot answers instead.
 */
export const snapshotFind =
  (db: Db, session: ClientSession): SourceFind =>
  async (query, at) => {
    try {
      return await findAt(db, session, query, at);
    } catch (error) {
      if (at === null || !(error instanceof MongoServerError) || !snapshotGone.has(error.code)) throw error;
      return findAt(db, session, query, null);
    }
  };

const findAt = async (
  db: Db,
  session: ClientSession,
  query: SourceQuery,
  at: ClusterTime | null,
): Promise<FoundDocuments> => {
  const readConcern = { level: "snapshot", ...(at === null ? {} : { atClusterTime: timestampOf(at) }) };
  const { documents, reply, first } = await findAll(db, session, query, readConcern);
  // Of a collection that is not there the server reads no snapshot: there is nothing at the time asked, or else by now.
  if (first.atClusterTime === null) {
    const missingBy = clusterTimeOf(reply.operationTime);
    return { documents: [], asOf: at ?? missingBy, missingBy };
  }
  return { documents, asOf: clusterTimeOf(first.atClusterTime), missingBy: null };
};
