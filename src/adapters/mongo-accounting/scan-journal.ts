import type { Db, Document, Long, MongoClient } from "mongodb";
import type { LedgerScanner } from "../../application/ports/ledger-scanner.ts";
import type { RowId } from "../../domain/ids.ts";
import { translated } from "../mongo-driver/translate-error.ts";
import { collectionNames } from "./collections.ts";
import { committed, longOf } from "./long.ts";
import { readJournalEntry } from "./read-journal-entry.ts";
import { readingRaw } from "./reading-raw.ts";

/** A stretch of numbers with at most this many foreign lines per asked one is read whole: a range costs less than points. */
const densityMin = 2;
const batchSize = 20_000;

type JournalScanner = Pick<LedgerScanner, "journalLines" | "journalCounts" | "journalGaps" | "rowsGone">;

type LineDocument = Document & { readonly _id: Long };

export const createJournalScanner = (client: MongoClient, db: Db): JournalScanner => {
  const journal = db.collection<LineDocument>(collectionNames.journal);
  const transactions = db.collection<Document & { readonly _id: string }>(collectionNames.transactions);
  const projection = { _id: 0, seq: 1, previousSeq: 1, rowId: 1, after: 1 };
  const { readConcern } = committed;
  return {
    journalLines: (seqs) =>
      translated("accounting", async () => {
        if (seqs.length === 0) return [];
        const find = { find: collectionNames.journal, filter: filterOf(seqs), projection, readConcern };
        return (await readingRaw(client, db, find)).map(readJournalEntry);
      }),
    journalCounts: () =>
      translated("accounting", () =>
        client.withSession({ snapshot: true }, async (session) => {
          const count = async (name: string, filter: Document): Promise<number> => {
            const pipeline = [{ $match: filter }, { $count: "count" }];
            const [found] = await db.collection(name).aggregate(pipeline, { session }).toArray();
            return found?.count ?? 0;
          };
          return {
            rows: await count(collectionNames.transactions, {}),
            firstLines: await count(collectionNames.journal, firstLine),
          };
        }),
      ),
    journalGaps: (after, through) =>
      translated("accounting", async () => {
        const range = { _id: { $gt: longOf(after), $lte: longOf(through) } };
        const found = await journal.countDocuments(range, { readConcern: committed.readConcern });
        if (BigInt(found) === through - after) return [];
        const lines = await journal.find(range, { ...committed, projection: { seq: 1, _id: 0 }, batchSize }).toArray();
        return gapsIn(new Set(lines.map(({ seq }) => seq)), after, through);
      }),
    rowsGone: (after, through) =>
      translated("accounting", async () => {
        const range = { _id: { $gt: longOf(after), $lte: longOf(through) } };
        const find = journal.find({ $and: [range, firstLine] }, { ...committed, projection: { rowId: 1 }, batchSize });
        const told: readonly RowId[] = (await find.toArray()).map(({ rowId }) => rowId);
        const rows = transactions.find(
          { _id: { $in: [...told] } },
          { ...committed, projection: { _id: 1 }, batchSize },
        );
        const there = new Set<string>((await rows.toArray()).map(({ _id }) => _id));
        return told.filter((rowId) => !there.has(rowId));
      }),
  };
};

/** Brings a row in. */
const firstLine: Document = { previousSeq: { $exists: false } };

const filterOf = (seqs: readonly bigint[]): Document => {
  let first = seqs[0] ?? 0n;
  let last = first;
  for (const seq of seqs) {
    if (seq < first) first = seq;
    if (seq > last) last = seq;
  }
  const isDense = last - first < BigInt(densityMin * seqs.length);
  return isDense ? { _id: { $gte: longOf(first), $lte: longOf(last) } } : { _id: { $in: seqs.map(longOf) } };
};

function gapsIn(present: ReadonlySet<bigint>, after: bigint, through: bigint): readonly bigint[] {
  const gaps: bigint[] = [];
  for (let seq = after + 1n; seq <= through; seq += 1n) if (!present.has(seq)) gaps.push(seq);
  return gaps;
}
