import { randomUUID } from "node:crypto";
import { type Db, MongoClient } from "mongodb";
import { inject } from "vitest";

export type FreshDatabases = AsyncDisposable & {
  readonly client: MongoClient;
  /** Stands for the user's database, which the service only reads. */
  readonly main: Db;
  readonly accounting: Db;
  /** Connection strings that name the databases, as the user would configure them. */
  readonly mainUri: string;
  readonly accountingUri: string;
  /** Drops both databases and closes the client. Safe to repeat. */
  cleanUp(): Promise<void>;
};

/** Two empty databases of this caller's own on the shared replica set: `await using databases = await freshDatabases()`. */
export const freshDatabases = async (): Promise<FreshDatabases> => {
  const uri = inject("mongoUri");
  const name = randomUUID().slice(0, 13);
  const client = await new MongoClient(uri).connect();
  const main = client.db(`main-${name}`);
  const accounting = client.db(`accounting-${name}`);
  const cleanUp = async (): Promise<void> => {
    await Promise.all([main.dropDatabase(), accounting.dropDatabase()]);
    await client.close();
  };
  return {
    client,
    main,
    accounting,
    mainUri: uriOf(uri, main),
    accountingUri: uriOf(uri, accounting),
    cleanUp,
    [Symbol.asyncDispose]: cleanUp,
  };
};

const uriOf = (uri: string, database: Db): string => uri.replace("/?", `/${database.databaseName}?`);
