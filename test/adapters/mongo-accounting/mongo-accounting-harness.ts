import type { Document, Filter } from "mongodb";
import { accountOf, shiftOfAccount } from "../../../src/adapters/mongo-accounting/account-codec.ts";
import { failureOf } from "../../../src/adapters/mongo-accounting/failure-codec.ts";
import { journalLineOf } from "../../../src/adapters/mongo-accounting/journal-codec.ts";
import { exactNumbers, longOf } from "../../../src/adapters/mongo-accounting/long.ts";
import { createMongoAccounting } from "../../../src/adapters/mongo-accounting/mongo-accounting.ts";
import { rowOf } from "../../../src/adapters/mongo-accounting/row-codec.ts";
import { bsonOfId } from "../../../src/adapters/mongo-driver/id-codec.ts";
import type { AuditHarness } from "../../contracts/audit-trail.contract.ts";
import type { CheckStoreHarness } from "../../contracts/check-store.contract.ts";
import type { FixPlanStoreHarness } from "../../contracts/fix-plan-store.contract.ts";
import type { ScannerHarness } from "../../contracts/ledger-scanner.contract.ts";
import { usd } from "../../contracts/ledger-world.ts";
import type { ServiceDataHarness } from "../../contracts/service-data.contract.ts";
import { freshDatabases } from "../../support/fresh-databases.ts";
import { sha256 } from "../../support/sha256.ts";

/** A fresh accounting database on the shared replica set, prepared and taken over with epoch 1. */
export const createMongoAccountingHarness = async (): Promise<
  ScannerHarness & CheckStoreHarness & FixPlanStoreHarness & ServiceDataHarness & AuditHarness
> => {
  const { client, accounting: db, cleanUp } = await freshDatabases();
  const options = { client, databaseName: db.databaseName, defaultCurrency: usd, leaseTtlMs: 15_000, hash: sha256 };
  const { sink, ledger, runs, scanner, checks, fixPlans, schedules, serviceData, audit } = createMongoAccounting({
    ...options,
    instanceId: "a:1",
  });
  const { signal } = new AbortController();
  await sink.prepare(signal);
  await sink.takeOver(1n, signal);
  const all = (collection: string, filter: Filter<Document> = {}) =>
    db.collection(collection).find(filter, exactNumbers).sort({ _id: 1 }).toArray();
  // Safe: the driver types every `_id` as ObjectId; ours are of any BSON type.
  const remove = async (collection: string, _id: unknown): Promise<void> =>
    void (await db.collection(collection).deleteOne({ _id } as Filter<Document>));
  return {
    sink,
    ledger,
    runs,
    scanner,
    checks,
    fixPlans,
    schedules,
    audit,
    anotherAudit: () => Promise.resolve(createMongoAccounting({ ...options, instanceId: "b:1" }).audit),
    serviceData,
    anotherSink: () => Promise.resolve(createMongoAccounting({ ...options, instanceId: "b:1" }).sink),
    rows: async () => (await all("transactions")).map(rowOf),
    accounts: async () => (await all("accounts")).map(accountOf),
    journal: async () => (await all("journal")).map(journalLineOf),
    failures: async () => (await all("sync_failures")).map(failureOf),
    checkpoint: () => sink.checkpoint(signal),
    removeRow: (id) => remove("transactions", id),
    removeLine: (seq) => remove("journal", longOf(seq)),
    setBalances: async (propertyId, balances) => {
      const [head] = (await all("accounts")).map(accountOf).filter((account) => account.propertyId === propertyId);
      if (head === undefined) throw new Error(`no account of ${propertyId}`);
      const { q, u } = shiftOfAccount({ ...head, balances });
      await db.collection("accounts").updateOne(q, { $set: { balances: u.$set.balances } });
    },
    removeHead: (propertyId) => remove("accounts", bsonOfId(propertyId)),
    close: cleanUp,
  };
};
