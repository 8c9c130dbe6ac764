import type { MongoClient, ObjectId } from "mongodb";
import { AppError } from "../../application/errors.ts";

export type DatabaseOnServer = { readonly client: MongoClient; readonly databaseName: string };

/**
 * Refuses one database under two names of its server: what configuration cannot see. Every server process (4.4 and newer) has
 * an id of its own, and both clients ask the primary.
 */
export const requireOtherDatabase = async (main: DatabaseOnServer, accounting: DatabaseOnServer): Promise<void> => {
  if (main.databaseName.toLowerCase() !== accounting.databaseName.toLowerCase()) return;
  const [mainServer, accountingServer] = await Promise.all([serverOf(main), serverOf(accounting)]);
  if (mainServer === undefined || accountingServer === undefined || !mainServer.equals(accountingServer)) return;
  throw new AppError(
    "accounting_configuration",
    `ACCOUNTING_DB_URI and MONGODB_URI name the same database, “${main.databaseName}”, under two names of one server. ` +
      "The main database is only ever read: give the ledger a database of its own.",
  );
};

const serverOf = async ({ client }: DatabaseOnServer): Promise<ObjectId | undefined> => {
  const { topologyVersion } = await client.db("admin").command({ hello: 1 });
  return topologyVersion?.processId;
};
