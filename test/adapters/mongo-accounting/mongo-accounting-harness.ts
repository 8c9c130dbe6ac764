import type { Document, Filter } from "mongodb";
import { accountOf } from "../../../src/adapters/mongo-accounting/account-codec.ts";
import { failureOf } from "../../../src/adapters/mongo-accounting/failure-codec.ts";
import { journalLineOf } from "../../../src/adapters/mongo-accounting/journal-codec.ts";
import { exactNumbers } from "../../../src/adapters/mongo-accounting/long.ts";
import { createMongoAccounting } from "../../../src/adapters/mongo-accounting/mongo-accounting.ts";
import { rowOf } from "../../../src/adapters/mongo-accounting/row-codec.ts";
import type { AccountingHarness } from "../../contracts/accounting-harness.ts";
import { usd } from "../../contracts/ledger-world.ts";
import { freshDatabases } from "../../support/fresh-databases.ts";

/** A fresh accounting database on the shared replica set, prepared and taken over with epoch 1. */
export const createMongoAccountingHarness = async (): Promise<AccountingHarness> => {
  const { client, accounting: db, cleanUp } = await freshDatabases();
  const options = { client, databaseName: db.databaseName, defaultCurrency: usd, leaseTtlMs: 15_000 };
  const { sink, ledger, runs, schedules } = createMongoAccounting({ ...options, instanceId: "a:1" });
  const { signal } = new AbortController();
  await sink.prepare(signal);
  await sink.takeOver(1n, signal);
  const all = (collection: string, filter: Filter<Document> = {}) =>
    db.collection(collection).find(filter, exactNumbers).sort({ _id: 1 }).toArray();
  return {
    sink,
    ledger,
    runs,
    schedules,
    anotherSink: () => Promise.resolve(createMongoAccounting({ ...options, instanceId: "b:1" }).sink),
    rows: async () => (await all("transactions")).map(rowOf),
    accounts: async () => (await all("accounts")).map(accountOf),
    journal: async () => (await all("journal")).map(journalLineOf),
    failures: async () => (await all("sync_failures")).map(failureOf),
    checkpoint: () => sink.checkpoint(signal),
    close: cleanUp,
  };
};
