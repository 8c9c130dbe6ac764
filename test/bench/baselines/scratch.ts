import type { Db } from "mongodb";
import { indexes } from "../../../src/adapters/mongo-accounting/schemas.ts";
import { type Server, settle } from "../world.ts";

/** Runs `work` on an empty database of its own, with the ledger's indexes or without, and drops it. */
export const onScratch = async <T>(
  server: Server,
  { withIndexes }: { readonly withIndexes: boolean },
  work: (db: Db) => Promise<T>,
): Promise<T> => {
  const db = server.client.db("bench-scratch");
  for (const name of ["transactions", "accounts", "journal", "sync_state"]) await db.createCollection(name);
  const wanted = indexes.filter(({ collection }) => ["transactions", "accounts", "journal"].includes(collection));
  if (withIndexes) for (const { collection, key } of wanted) await db.collection(collection).createIndex(key);
  await settle(server);
  try {
    return await work(db);
  } finally {
    await db.dropDatabase();
  }
};
