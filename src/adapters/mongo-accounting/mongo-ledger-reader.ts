import type { Db } from "mongodb";
import type { LedgerReader } from "../../application/ports/ledger-reader.ts";
import { translated } from "../mongo-driver/translate-error.ts";
import { collectionNames } from "./collections.ts";
import { createAccountReader } from "./read-accounts.ts";
import { createFailureReader } from "./read-failures.ts";
import { createJournalReader } from "./read-journal.ts";
import { createStatementReader } from "./read-statement.ts";
import { createTransactionReader } from "./read-transactions.ts";
import { syncRows } from "./rows-filter.ts";

export const createMongoLedgerReader = (db: Db): LedgerReader => ({
  ...createAccountReader(db),
  ...createTransactionReader(db),
  ...createStatementReader(db),
  ...createFailureReader(db),
  ...createJournalReader(db),
  counts: () =>
    translated("accounting", async () => ({
      accounts: await db.collection(collectionNames.accounts).countDocuments({ status: "active" }),
      postedSyncRows: await db
        .collection<{ _id: string }>(collectionNames.transactions)
        .countDocuments({ _id: syncRows, status: "posted" }),
    })),
  viewObstructed: () =>
    translated("accounting", async () => {
      const [found] = await db.listCollections({ name: collectionNames.view }).toArray();
      return found !== undefined && found.type !== "view";
    }),
});
