import { randomUUID } from "node:crypto";
import { type Db, MongoClient } from "mongodb";
import { startEmbeddedMongo } from "../../src/adapters/embedded-mongo/embedded-mongo.ts";

/** A real mongod that is no replica set, for a test file of its own. */
export type StandaloneMongo = AsyncDisposable & {
  readonly uri: string;
  readonly client: MongoClient;
  /** An empty database of the caller's own, and a connection string that names it. */
  freshDatabase(): { readonly main: Db; readonly mainUri: string };
  stop(): Promise<void>;
};

export const startStandaloneMongo = async (): Promise<StandaloneMongo> => {
  const mongo = await startEmbeddedMongo({
    environment: process.env,
    progress: () => {},
    replicaSetMembers: 0,
    mongodArguments: ["--setParameter", "diagnosticDataCollectionEnabled=false", "--wiredTigerCacheSizeGB", "0.5"],
  });
  const client = await new MongoClient(mongo.uri).connect();
  const stop = async (): Promise<void> => {
    await client.close();
    await mongo.stop();
  };
  return {
    uri: mongo.uri,
    client,
    freshDatabase: () => {
      const name = `main-${randomUUID().slice(0, 13)}`;
      return { main: client.db(name), mainUri: mongo.uri.replace("/?", `/${name}?`) };
    },
    stop,
    [Symbol.asyncDispose]: stop,
  };
};
