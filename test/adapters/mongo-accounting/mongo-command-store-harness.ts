import { createMongoAccounting } from "../../../src/adapters/mongo-accounting/mongo-accounting.ts";
import type { CommandStoreHarness } from "../../contracts/command-store.contract.ts";
import { usd } from "../../contracts/ledger-world.ts";
import { freshDatabases } from "../../support/fresh-databases.ts";
import { sha256 } from "../../support/sha256.ts";

/** Commands in a fresh accounting database. Time passes by moving the stored moments back. */
export const createMongoCommandStoreHarness = async (): Promise<CommandStoreHarness> => {
  const { client, accounting: db, cleanUp } = await freshDatabases();
  const options = { client, databaseName: db.databaseName, defaultCurrency: usd, leaseTtlMs: 15_000, hash: sha256 };
  const { sink, commands } = createMongoAccounting({ ...options, instanceId: "a:1" });
  await sink.prepare(new AbortController().signal);
  return {
    commands,
    pass: async (ms) => {
      const earlier = { $set: { submittedAt: { $subtract: ["$submittedAt", ms] } } };
      await db.collection("sync_commands").updateMany({}, [earlier], { writeConcern: { w: "majority" } });
    },
    close: cleanUp,
  };
};
