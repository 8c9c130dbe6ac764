import { type ClientSession, type Db, type Document, MongoServerError } from "mongodb";
import { slicesOf, textBytesMax } from "../mongo-driver/slices.ts";

/** Documents in one command. */
const documentsPerCommandMax = 1_500;
/** The largest of those whose ids are short. Unit: bytes. */
const documentBytesMax = 9_000;
/** How often a document may repeat its id. A malformed source document's record is named by that one's, of any length. */
const idRepetitionsMax = 3;

const writtenBytesOf = (id: unknown): number =>
  documentBytesMax + (typeof id === "string" ? idRepetitionsMax * textBytesMax(id) : 0);

export type Update = { readonly q: Document; readonly u: Document; readonly upsert?: boolean };

/**
 * Writes by plain commands: the driver's bulk interface measures each document before it writes it, which costs as much
 * again as encoding it. A refused write rejects like the driver's own.
 */
export const insertAll = async (
  db: Db,
  session: ClientSession,
  collection: string,
  documents: readonly Document[],
): Promise<void> => {
  const bytesOf = ({ _id }: Document): number => writtenBytesOf(_id);
  for (const slice of slicesOf(documents, { countMax: documentsPerCommandMax, bytesOf })) {
    throwWriteError(await db.command({ insert: collection, documents: slice, ordered: true }, { session }));
  }
};

/** Every update must meet a document, or the whole transaction is wrong. */
export const updateAll = async (
  db: Db,
  session: ClientSession,
  collection: string,
  updates: readonly Update[],
): Promise<void> => {
  const bytesOf = ({ q }: Update): number => writtenBytesOf(q._id);
  for (const slice of slicesOf(updates, { countMax: documentsPerCommandMax, bytesOf })) {
    const reply = await db.command({ update: collection, updates: slice, ordered: true }, { session });
    throwWriteError(reply);
    if (reply.n !== slice.length)
      throw new Error(`${collection}: ${slice.length} updates met only ${reply.n} documents`);
  }
};

export const replacementOf = (document: Document): Update => ({ q: { _id: document._id }, u: document });

const throwWriteError = (reply: Document): void => {
  const [error] = reply.writeErrors ?? [];
  if (error !== undefined) throw new MongoServerError({ message: error.errmsg, code: error.code, ...error });
};
