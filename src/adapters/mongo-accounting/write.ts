import { type ClientSession, type Db, type Document, MongoServerError } from "mongodb";

/** Documents in one command: the largest possible ones (some 9 kB) then stay within the 16 MiB of a command. */
const documentsPerCommandMax = 1_500;

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
  for (const slice of slicesOf(documents)) {
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
  for (const slice of slicesOf(updates)) {
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

function* slicesOf<T>(items: readonly T[]): Generator<readonly T[]> {
  for (let start = 0; start < items.length; start += documentsPerCommandMax) {
    yield items.slice(start, start + documentsPerCommandMax);
  }
}
