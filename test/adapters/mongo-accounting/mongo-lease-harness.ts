import { createMongoAccounting } from "../../../src/adapters/mongo-accounting/mongo-accounting.ts";
import type { LeaseHarness } from "../../contracts/lease.contract.ts";
import { usd } from "../../contracts/ledger-world.ts";
import { freshDatabases } from "../../support/fresh-databases.ts";
import { sha256 } from "../../support/sha256.ts";

const ttlMs = 15_000;

/** A lease in a fresh accounting database. Time passes by moving the stored moments back. */
export const createMongoLeaseHarness = async (): Promise<LeaseHarness> => {
  const { client, accounting: db, cleanUp } = await freshDatabases();
  const options = { client, databaseName: db.databaseName, defaultCurrency: usd, leaseTtlMs: ttlMs, hash: sha256 };
  await createMongoAccounting({ ...options, instanceId: "z:1" }).sink.prepare(new AbortController().signal);
  return {
    ttlMs,
    lease: (instanceId) => createMongoAccounting({ ...options, instanceId }).lease,
    pass: async (ms) => {
      const by = (field: string) => ({ $subtract: [field, ms] });
      const earlier = { $set: { expiresAt: by("$expiresAt"), statusAt: by("$statusAt") } };
      await db
        .collection<{ readonly _id: string }>("sync_state")
        .updateOne({ _id: "lease" }, [earlier], { writeConcern: { w: "majority" } });
    },
    close: cleanUp,
  };
};
