import { type Db, type Document, MongoServerError } from "mongodb";
import { isDuplicateKey } from "./transaction.ts";

/** Adds those documents whose `_id` is not there yet; the others stay as they are. Safe to repeat. */
export const insertNew = async (db: Db, collection: string, documents: readonly Document[]): Promise<void> => {
  if (documents.length === 0) return;
  const reply = await db.command({
    insert: collection,
    documents: [...documents],
    ordered: false,
    writeConcern: { w: "majority" },
  });
  for (const error of reply.writeErrors ?? []) {
    const failed = new MongoServerError({ message: error.errmsg, code: error.code, ...error });
    if (!isDuplicateKey(failed)) throw failed;
  }
};
