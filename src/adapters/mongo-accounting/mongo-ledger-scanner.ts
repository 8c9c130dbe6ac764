import type { Db, Document, Filter, MongoClient } from "mongodb";
import type { LedgerScanner } from "../../application/ports/ledger-scanner.ts";
import type { Id, RowId } from "../../domain/ids.ts";
import { rowIdsOf } from "../../domain/ledger/plan-rows.ts";
import { bsonOfId } from "../mongo-driver/id-codec.ts";
import { translated } from "../mongo-driver/translate-error.ts";
import { accountOf } from "./account-codec.ts";
import { collectionNames } from "./collections.ts";
import { committed } from "./long.ts";
import { missingIndexes } from "./missing-indexes.ts";
import { rowOf } from "./row-codec.ts";
import { createJournalScanner } from "./scan-journal.ts";
import { scanSums, scanSumsOf } from "./scan-sums.ts";

type RowDocument = Document & { readonly _id: string };

/** Documents per reply; the server also ends a reply at 16 MiB. */
const batchSize = 20_000;

export const createMongoLedgerScanner = (client: MongoClient, db: Db): LedgerScanner => {
  const transactions = db.collection<RowDocument>(collectionNames.transactions);
  const accounts = db.collection(collectionNames.accounts);
  return {
    ...createJournalScanner(client, db),
    rows: ({ after, before }, limit) =>
      translated("accounting", async () => {
        const range = { ...(after === null ? {} : { $gt: after }), ...(before === null ? {} : { $lt: before }) };
        const find = transactions.find(after === null && before === null ? {} : { _id: range }, {
          ...committed,
          batchSize,
        });
        return (await find.sort({ _id: 1 }).limit(limit).toArray()).map(rowOf);
      }),
    rowsOf: (payments) =>
      translated("accounting", async () => {
        const rowIds: readonly RowId[] = payments.flatMap(rowIdsOf);
        const find = transactions.find({ _id: { $in: [...rowIds] } }, { ...committed, batchSize });
        return (await find.toArray()).map(rowOf);
      }),
    heads: (properties) =>
      translated("accounting", async () =>
        (await accounts.find(idIn(properties), { ...committed, batchSize }).toArray()).map(accountOf),
      ),
    sums: (after, limit) => translated("accounting", () => scanSums(client, db, after, limit)),
    sumsOf: (properties) => translated("accounting", () => scanSumsOf(client, db, properties)),
    missingIndexes: () => translated("accounting", () => missingIndexes(db)),
  };
};

// Safe: the driver types every `_id` as ObjectId; ours are of any BSON type.
const idIn = (ids: readonly Id[]): Filter<Document> => ({ _id: { $in: ids.map(bsonOfId) } }) as Filter<Document>;
