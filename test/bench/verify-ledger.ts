import type { Db, Document, ObjectId } from "mongodb";
import { propertyCount } from "./sizes.ts";
import { totalKey } from "./source/books.ts";
import { indexOfId, indexOfRowId } from "./source/document-ids.ts";
import type { World } from "./world.ts";

/** Differences told; more of them say the same. */
const differencesMax = 5;

/**
 * Compares the whole ledger with the books: every row, every total, the journal's numbers and the event counters. A fast
 * ledger that is wrong is no result: throws with the first differences.
 */
export const verifyLedger = async (world: World): Promise<void> => {
  const differences: string[] = [];
  for (const check of [rowDifferences, headDifferences, machineryDifferences]) {
    for await (const difference of check(world)) {
      differences.push(difference);
      if (differences.length >= differencesMax) break;
    }
  }
  if (differences.length > 0) throw new Error(`the ledger is wrong: ${differences.join("; ")}`);
};

async function* rowDifferences({ accounting, books }: World): AsyncGenerator<string> {
  const projection = { propertyId: 1, amountMinor: 1, currency: 1, status: 1 };
  let rows = 0;
  for await (const row of find<string>(accounting, "transactions", projection)) {
    rows += 1;
    const expected = books.row(indexOfRowId(row._id));
    if (row.status !== expected.state) yield `${row._id} is ${row.status}, not ${expected.state}`;
    if (row.status !== "posted") continue;
    const found = `${totalKey(indexOfId(row.propertyId), row.currency)} ${row.amountMinor}`;
    const wanted = `${totalKey(expected.property, expected.currency)} ${expected.amountCents}`;
    if (found !== wanted) yield `${row._id} says ${found}, not ${wanted}`;
  }
  if (rows !== books.rowCount()) yield `there are ${rows} rows, not ${books.rowCount()}`;
}

async function* headDifferences({ accounting, books }: World): AsyncGenerator<string> {
  const totals = books.totals();
  let accounts = 0;
  let balances = 0;
  for await (const head of find<ObjectId>(accounting, "accounts", { balances: 1, status: 1 })) {
    accounts += 1;
    if (head.status !== "active") yield `account ${head._id} is ${head.status}`;
    for (const [currency, balance] of Object.entries<Document>(head.balances)) {
      balances += 1;
      const key = totalKey(indexOfId(head._id), currency);
      const expected = totals.get(key);
      const wanted = `${expected?.incomeCents} 0 ${expected?.incomeCents} in ${expected?.rows}`;
      const { incomeMinor, expensesMinor, balanceMinor, rowCount } = balance;
      const found = `${incomeMinor} ${expensesMinor} ${balanceMinor} in ${rowCount}`;
      if (found !== wanted) yield `account ${key} says ${found}, not ${wanted}`;
    }
  }
  if (accounts !== propertyCount) yield `there are ${accounts} accounts, not ${propertyCount}`;
  if (balances !== totals.size) yield `there are ${balances} balances, not ${totals.size}`;
}

/** The journal has no gap, every event was counted once, and no document failed. */
async function* machineryDifferences({ accounting }: World): AsyncGenerator<string> {
  const checkpoint = await accounting.collection<{ _id: string; [field: string]: unknown }>("sync_state").findOne({
    _id: "checkpoint",
  });
  const [last] = await accounting.collection("journal").find().sort({ _id: -1 }).limit(1).toArray();
  const lines = await accounting.collection("journal").countDocuments({});
  if (lines !== Number(checkpoint?.seq) || lines !== Number(last?.seq ?? 0))
    yield `the journal has ${lines} lines, ends with ${last?.seq}, and the checkpoint says ${checkpoint?.seq}`;
  // Safe: a tally is a document of numbers.
  const { events = 0, ...outcomes } = (checkpoint?.tally ?? {}) as Record<string, number>;
  const sum = Object.values(outcomes).reduce((total, count) => total + count, 0);
  if (sum !== events) yield `${events} events were counted as ${sum}`;
  if (checkpoint?.openFailures !== 0) yield `${checkpoint?.openFailures} failures are open`;
}

const find = <Id>(db: Db, collection: string, projection: Document) =>
  db
    .collection<Document & { _id: Id }>(collection)
    .find({}, { projection, batchSize: 10_000, readConcern: { level: "majority" } });
