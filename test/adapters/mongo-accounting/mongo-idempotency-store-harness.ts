import { createMongoAccounting } from "../../../src/adapters/mongo-accounting/mongo-accounting.ts";
import type { IdempotencyStoreHarness } from "../../contracts/idempotency-store.contract.ts";
import { usd } from "../../contracts/ledger-world.ts";
import { freshDatabases } from "../../support/fresh-databases.ts";
import { sha256 } from "../../support/sha256.ts";

/** Time passes by moving what is stored back: the server's own clock cannot be set. */
export const createMongoIdempotencyStoreHarness = async (): Promise<IdempotencyStoreHarness> => {
  const { client, accounting: db, cleanUp } = await freshDatabases();
  const options = { client, databaseName: db.databaseName, defaultCurrency: usd, leaseTtlMs: 15_000, hash: sha256 };
  const { sink, keys } = createMongoAccounting({ ...options, instanceId: "a:1" });
  await sink.prepare(new AbortController().signal);
  return {
    keys,
    pass: async (ms) => {
      const back = (field: string) => ({ $subtract: [`$${field}`, ms] });
      await db
        .collection("sync_idempotency")
        .updateMany({}, [{ $set: { createdAt: back("createdAt"), takenAt: back("takenAt") } }]);
    },
    close: cleanUp,
  };
};
