import { UUID } from "mongodb";
import { createMongoLease } from "../../../src/adapters/mongo-accounting/mongo-lease.ts";
import { prepareAccounting } from "../../../src/adapters/mongo-accounting/prepare.ts";
import type { LeaseHarness } from "../../contracts/lease.contract.ts";
import { usd } from "../../contracts/ledger-world.ts";
import { freshDatabases } from "../../support/fresh-databases.ts";

const ttlMs = 15_000;

/** A lease in a fresh accounting database. Time passes by moving the stored moment of expiry. */
export const createMongoLeaseHarness = async (): Promise<LeaseHarness> => {
  const { client, accounting: db, cleanUp } = await freshDatabases();
  await prepareAccounting(db, usd);
  return {
    ttlMs,
    lease: (instanceId) => createMongoLease({ client, db, instanceId, sessionId: new UUID(), ttlMs }),
    pass: async (ms) => {
      const earlier = { $set: { expiresAt: { $subtract: ["$expiresAt", ms] } } };
      await db
        .collection<{ readonly _id: string }>("sync_state")
        .updateOne({ _id: "lease" }, [earlier], { writeConcern: { w: "majority" } });
    },
    close: cleanUp,
  };
};
