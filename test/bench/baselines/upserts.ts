import type { Document } from "mongodb";
import type { Bench } from "../bench.ts";
import { nowMs } from "../clock.ts";
import type { Baseline } from "../measure.ts";
import { indexes } from "../source/store-payments.ts";
import { rowDocument } from "./finished-rows.ts";
import { onScratch } from "./scratch.ts";

const batchRows = 1_000;
const warmUpBatches = 2;

/** Rows are made once and beforehand: nothing but writing them is timed. */
let prepared: readonly (Document & { _id: string })[] = [];

const rowsOf = (count: number) => {
  if (prepared.length < count) prepared = indexes(0, count).map(rowDocument);
  return prepared.slice(0, count);
};

/** F: unordered upserts of the finished rows, one batch after another. Rows per second. */
export const takeUpserts = (bench: Bench, { withIndexes }: { readonly withIndexes: boolean }): Promise<number> =>
  onScratch(bench, { withIndexes }, async (db) => {
    const transactions = db.collection<Document & { _id: string }>("transactions");
    const write = async (rows: readonly (Document & { _id: string })[]): Promise<void> => {
      const operations = rows.map((row) => ({
        replaceOne: { filter: { _id: row._id }, replacement: row, upsert: true },
      }));
      await transactions.bulkWrite(operations, { ordered: false, writeConcern: { w: "majority" } });
    };
    const rows = rowsOf(bench.sizes.upsertRows + warmUpBatches * batchRows);
    for (let batch = 0; batch < warmUpBatches; batch += 1) await write(batchOf(rows, batch));
    const startedAt = nowMs();
    for (let batch = warmUpBatches; batch * batchRows < rows.length; batch += 1) await write(batchOf(rows, batch));
    return bench.sizes.upsertRows / ((nowMs() - startedAt) / 1_000);
  });

const batchOf = <T>(rows: readonly T[], batch: number): readonly T[] =>
  rows.slice(batch * batchRows, (batch + 1) * batchRows);

export const upserts: Baseline = {
  title: "F: bare upserts of the finished rows, 1,000 a batch",
  unit: "rows/s",
  take: (bench) => takeUpserts(bench, { withIndexes: true }),
};
