import type { TestProject } from "vitest/node";
import { startEmbeddedMongo } from "../../src/adapters/embedded-mongo/embedded-mongo.ts";

declare module "vitest" {
  // biome-ignore lint/style/useConsistentTypeDefinitions: only an interface can be merged with vitest's own
  export interface ProvidedContext {
    /** The connection string of the replica set that all tests of a run share; tests differ by their databases. */
    readonly mongoUri: string;
  }
}

/** vitest's global setup: one real replica set for the whole run. What it returns is the teardown. */
export const setup = async (project: TestProject): Promise<() => Promise<void>> => {
  const mongo = await startEmbeddedMongo({
    environment: process.env,
    progress: (message) => process.stderr.write(`${message}\n`),
    mongodArguments: [
      // Fail points: a test makes the server answer a chosen command with an error.
      ...["--setParameter", "enableTestCommands=1"],
      // A test that dies inside a transaction would block the documents of others for a minute.
      ...["--setParameter", "transactionLifetimeLimitSeconds=30"],
      ...["--setParameter", "diagnosticDataCollectionEnabled=false"],
      ...["--wiredTigerCacheSizeGB", "1"],
    ],
  });
  project.provide("mongoUri", mongo.uri);
  return mongo.stop;
};
