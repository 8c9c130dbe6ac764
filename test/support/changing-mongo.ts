import { randomUUID } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Db, MongoClient } from "mongodb";
import { type EmbeddedMongo, startEmbeddedMongo } from "../../src/adapters/embedded-mongo/embedded-mongo.ts";
import { freePort } from "../../src/adapters/embedded-mongo/free-port.ts";

export type ServerForm = "standalone" | "replica set";

/** A mongod that keeps its port and its data, and is now a standalone server, now a replica set of one. */
export type ChangingMongo = AsyncDisposable & {
  readonly client: MongoClient;
  readonly main: Db;
  readonly mainUri: string;
  restartAs(form: ServerForm): Promise<void>;
};

/** Begins as a standalone server. */
export const startChangingMongo = async (): Promise<ChangingMongo> => {
  const directory = await mkdtemp(join(tmpdir(), "ledgersync-changing-"));
  const port = await freePort();
  const start = (form: ServerForm): Promise<EmbeddedMongo> =>
    startEmbeddedMongo({
      ...{ environment: process.env, progress: () => {}, directory, port },
      replicaSetMembers: form === "standalone" ? 0 : 1,
      mongodArguments: ["--setParameter", "diagnosticDataCollectionEnabled=false", "--wiredTigerCacheSizeGB", "0.5"],
    });
  let mongo = await start("standalone");
  // Names no replica set: the same for both.
  const uri = `mongodb://127.0.0.1:${port}`;
  const databaseName = `main-${randomUUID().slice(0, 13)}`;
  const client = await new MongoClient(`${uri}/?directConnection=true`).connect();
  return {
    client,
    main: client.db(databaseName),
    mainUri: `${uri}/${databaseName}`,
    restartAs: async (form) => {
      await mongo.stop();
      mongo = await start(form);
    },
    [Symbol.asyncDispose]: async () => {
      await client.close();
      await mongo.stop();
      await rm(directory, { recursive: true, force: true });
    },
  };
};
