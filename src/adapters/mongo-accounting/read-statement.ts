import type { ClientSession, Db, Document, Filter } from "mongodb";
import type { LedgerReader, Page } from "../../application/ports/ledger-reader.ts";
import type { Id } from "../../domain/ids.ts";
import type { StatementRow } from "../../domain/ledger/statement-row.ts";
import { bsonOfId } from "../mongo-driver/id-codec.ts";
import { translated } from "../mongo-driver/translate-error.ts";
import { accountOf } from "./account-codec.ts";
import { collectionNames } from "./collections.ts";
import { exactNumbers } from "./long.ts";
import { notOlderThan } from "./page.ts";
import { findTransactions, transactionPage } from "./read-transactions.ts";

/** A page of an account's rows with the balance after each: the head's balance without what is newer, all in one snapshot. */
export const createStatementReader = (db: Db): Pick<LedgerReader, "statement"> => ({
  statement: (propertyId, filter, page) =>
    translated("accounting", () =>
      db.client.withSession({ snapshot: true }, async (session) => {
        const question = { propertyId, filter, page };
        const found = transactionPage(question, await findTransactions(db, question, { session, ...exactNumbers }));
        return withBalances(db, session, propertyId, found);
      }),
    ),
});

type Rows = Awaited<ReturnType<LedgerReader["transactions"]>>;

const withBalances = async (
  db: Db,
  session: ClientSession,
  propertyId: Id,
  { items, next }: Rows,
): Promise<Page<StatementRow>> => {
  const last = items.at(-1);
  if (last === undefined) return { items: [], next };
  const newer = await sumsOfNewer(db, session, propertyId, items);
  const balances = await balancesOfHead(db, session, propertyId);
  const withBalance = (row: Rows["items"][number]): StatementRow => ({
    ...row,
    runningBalanceMinor: (balances?.get(row.currency)?.balanceMinor ?? 0n) - (newer.get(row.id) ?? 0n),
  });
  return { items: items.map(withBalance), next };
};

const balancesOfHead = async (db: Db, session: ClientSession, propertyId: Id) => {
  // Safe: the driver types every `_id` as ObjectId; ours are of any BSON type.
  const filter = { _id: bsonOfId(propertyId) } as Filter<Document>;
  const head = await db.collection(collectionNames.accounts).findOne(filter, { session, ...exactNumbers });
  return head === null ? null : accountOf(head).balances;
};

const contribution: Document = {
  $cond: [{ $eq: ["$status", "posted"] }, { $multiply: ["$amountMinor", "$direction"] }, { $literal: 0 }],
};

/** For each of these rows, what the posted rows of its currency that are newer add up to. Read from the newest row to the last of these. */
const sumsOfNewer = async (
  db: Db,
  session: ClientSession,
  propertyId: Id,
  rows: Rows["items"],
): Promise<ReadonlyMap<string, bigint>> => {
  const last = rows.at(-1);
  if (last === undefined) return new Map();
  const found = db.collection(collectionNames.transactions).aggregate(
    [
      {
        $match: {
          $and: [{ propertyId: bsonOfId(propertyId) }, notOlderThan("occurredAt", [new Date(last.occurredAt), last.id])],
        },
      },
      { $project: { occurredAt: 1, currency: 1, contribution } },
      {
        $setWindowFields: {
          partitionBy: "$currency",
          sortBy: { occurredAt: -1, _id: -1 },
          output: { newer: { $sum: "$contribution", window: { documents: ["unbounded", -1] } } },
        },
      },
      { $match: { _id: { $in: rows.map(({ id }) => id) } } },
      { $project: { newer: { $toLong: "$newer" } } },
    ],
    { session, ...exactNumbers },
  );
  return new Map((await found.toArray()).map(({ _id, newer }) => [String(_id), BigInt(newer)]));
};
