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
import { readRow } from "./read-row.ts";
import { readingRaw } from "./reading-raw.ts";
import { createJournalScanner } from "./scan-journal.ts";
import { scanSums, scanSumsOf } from "./scan-sums.ts";

/** Documents per reply; the server also ends a reply at 16 MiB. */
const batchSize = 20_000;

export const createMongoLedgerScanner = (client: MongoClient, db: Db): LedgerScanner => {
  const { readConcern } = committed;
  const readRaw = (find: Document) =>
    readingRaw(client, db, { find: collectionNames.transactions, ...find, readConcern });
  const accounts = db.collection(collectionNames.accounts);
  return {
    ...createJournalScanner(client, db),
    rows: ({ after, before }, limit) =>
      translated("accounting", async () => {
        const range = { ...(after === null ? {} : { $gt: after }), ...(before === null ? {} : { $lt: before }) };
        const filter = after === null && before === null ? {} : { _id: range };
        return (await readRaw({ filter, sort: { _id: 1 }, limit })).map(readRow);
      }),
    rowsOf: (payments) =>
      translated("accounting", async () => {
        const rowIds: readonly RowId[] = payments.flatMap(rowIdsOf);
        return (await readRaw({ filter: { _id: { $in: [...rowIds] } } })).map(readRow);
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
