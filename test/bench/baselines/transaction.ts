import type { ClientSession, Db } from "mongodb";
import { nowMs } from "../clock.ts";
import type { Baseline } from "../measure.ts";
import { indexes } from "../source/store-payments.ts";
import { median } from "../statistics.ts";
import { commitDocuments } from "./finished-rows.ts";
import { onScratch } from "./scratch.ts";

const warmUpTransactions = 50;

type PositionDocument = { readonly _id: string; readonly commitNo: number };

/** L: one transaction writing one row, one head, one journal line and the position. Median in ms. */
export const smallTransaction: Baseline = {
  title: "L: one transaction of row, head, journal line and position, p50",
  unit: "ms",
  take: (bench) =>
    onScratch(bench, { withIndexes: true }, (db) =>
      bench.client.withSession({ causalConsistency: false }, async (session) => {
        const { head } = commitDocuments(0);
        await db.collection("accounts").insertOne(head);
        await db.collection<PositionDocument>("sync_state").insertOne({ _id: "checkpoint", commitNo: -1 });
        const count = warmUpTransactions + bench.sizes.transactions;
        const documents = indexes(0, count).map((index) => ({ ...commitDocuments(index), head: { ...head, index } }));
        const tookMs: number[] = [];
        for (const [index, one] of documents.entries()) {
          const startedAt = nowMs();
          await commit(db, session, one, index);
          tookMs.push(nowMs() - startedAt);
        }
        return median(tookMs.slice(warmUpTransactions));
      }),
    ),
};

const commit = async (
  db: Db,
  session: ClientSession,
  { row, head, line }: ReturnType<typeof commitDocuments>,
  commitNo: number,
): Promise<void> => {
  session.startTransaction({ readConcern: { level: "snapshot" }, writeConcern: { w: "majority" } });
  await db.collection<{ _id: string }>("transactions").insertOne(row, { session });
  await db.collection("accounts").replaceOne({ _id: head._id }, head, { session });
  await db.collection("journal").insertOne(line, { session });
  const position = { _id: "checkpoint", commitNo: commitNo - 1 };
  await db.collection<PositionDocument>("sync_state").updateOne(position, { $set: { commitNo } }, { session });
  await session.commitTransaction();
};
