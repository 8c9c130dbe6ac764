import { type ClientSession, type Db, type Document, MaxKey, MongoServerError } from "mongodb";
import type { ClusterTime } from "../../domain/cluster-time.ts";
import { cursorOf, type RawCursor } from "../mongo-driver/raw-cursor.ts";

export type SourceQuery = {
  readonly collection: string;
  readonly filter: Document;
  readonly projection: Document;
  /** The same with long texts cut by the server, which costs it twice the time: for documents that do not fit into one reply. */
  readonly shortened?: Document;
  /** Walk by `_id` from here on, inclusive and across BSON types; null = no order asked. */
  readonly from?: unknown;
  readonly limit?: number;
};

/** `missingBy`: by this time the collection did not exist (any more), so that nothing is known of an earlier one; null = it exists. */
export type FoundDocuments = {
  readonly documents: readonly Uint8Array[];
  readonly asOf: ClusterTime;
  readonly missingBy: ClusterTime | null;
};

/** Reads at `at` or later (null = now) and says at which time it was read. Documents come undecoded. */
export type SourceFind = (query: SourceQuery, at: ClusterTime | null) => Promise<FoundDocuments>;

export type FirstReply = {
  readonly documents: readonly Uint8Array[];
  readonly reply: Document;
  readonly first: RawCursor;
};

/** One find with all its replies: as it is, or shortened where that would be large. */
export const findAll = async (
  db: Db,
  session: ClientSession,
  query: SourceQuery,
  readConcern: Document,
): Promise<FirstReply> => {
  const walk = query.from === undefined ? {} : { sort: { _id: 1 }, hint: { _id: 1 }, ...fromBound(query.from) };
  const limit = query.limit === undefined ? {} : { limit: query.limit };
  const { collection, filter, projection } = query;
  const reply = await db.command(
    { find: collection, filter, projection, ...walk, ...limit, batchSize: query.limit ?? batchSizeMax, readConcern },
    { session, raw: true },
  );
  const first = cursorOf(reply, "firstBatch");
  if (query.shortened !== undefined && !first.id.isZero()) {
    const short = await findShortened(db, session, query, { ...readConcern, ...timeOf(first) });
    if (short !== null) {
      await db.command({ killCursors: collection, cursors: [first.id] }, { session });
      return short;
    }
  }
  const documents = [...first.batch];
  for (let id = first.id; !id.isZero(); ) {
    const more = await db.command({ getMore: id, collection, batchSize: batchSizeMax }, { session, raw: true });
    const next = cursorOf(more, "nextBatch");
    documents.push(...next.batch);
    id = next.id;
  }
  return { documents, reply, first };
};

const timeOf = ({ atClusterTime }: RawCursor): Document => (atClusterTime === null ? {} : { atClusterTime });

/** Null when it cannot be done: the server refuses to cut texts of invalid UTF-8, and with them the whole reply. */
const findShortened = async (
  db: Db,
  session: ClientSession,
  { shortened = {}, ...query }: SourceQuery,
  readConcern: Document,
): Promise<FirstReply | null> => {
  try {
    return await findAll(db, session, { ...query, projection: shortened }, readConcern);
  } catch (error) {
    // By codes that differ between versions; whatever else it was meets the other reading too.
    if (error instanceof MongoServerError) return null;
    throw error;
  }
};

/** Documents per reply; the server also ends a reply at 16 MiB. */
const batchSizeMax = 10_000;

/** Behind MaxKey there is nothing, and the server refuses it as a lower bound: the document itself is all that is left. */
const fromBound = (from: unknown): Document => {
  if (from === null) return {};
  return from instanceof MaxKey ? { filter: { _id: from } } : { min: { _id: from } };
};
