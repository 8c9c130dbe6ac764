import { BSON, type ClientSession, type Db, type Document, type Timestamp } from "mongodb";

export type RawCursor = {
  readonly batch: readonly Uint8Array[];
  readonly id: BSON.Long;
  /** Null when the collection does not exist. */
  readonly atClusterTime: Timestamp | null;
  /** A server's resume token, on change streams. */
  readonly postBatchResumeToken: { readonly _data: string } | null;
};

/** With `raw`, the driver hands the reply's sub-documents over as bytes. */
export const cursorOf = (reply: Document, batch: "firstBatch" | "nextBatch"): RawCursor => {
  const cursor = BSON.deserialize(reply.cursor, { promoteLongs: false, fieldsAsRaw: { [batch]: true } });
  const { id, atClusterTime = null, postBatchResumeToken = null } = cursor;
  return { batch: cursor[batch], id, atClusterTime, postBatchResumeToken };
};

/** Documents per reply; the server also ends a reply at 16 MiB. */
const batchSize = 20_000;

/** Every document that a find command finds, as bytes. The session is needed: a cursor is read on in the one that it began in. */
export const findRaw = async (db: Db, session: ClientSession, find: Document): Promise<readonly Uint8Array[]> => {
  const first = cursorOf(await db.command({ ...find, batchSize }, { session, raw: true }), "firstBatch");
  if (first.id.isZero()) return first.batch;
  const documents = [...first.batch];
  for (let id = first.id; !id.isZero(); ) {
    const more = { getMore: id, collection: find.find, batchSize };
    const next = cursorOf(await db.command(more, { session, raw: true }), "nextBatch");
    for (const document of next.batch) documents.push(document);
    id = next.id;
  }
  return documents;
};
