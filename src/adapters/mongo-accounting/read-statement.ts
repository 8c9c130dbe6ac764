import type { ClientSession, Db, Document, Filter } from "mongodb";
import type { LedgerReader, Page } from "../../application/ports/ledger-reader.ts";
import type { Id } from "../../domain/ids.ts";
import type { Balances } from "../../domain/ledger/balance.ts";
import type { LedgerRow } from "../../domain/ledger/row.ts";
import type { StatementRow } from "../../domain/ledger/statement-row.ts";
import { bsonOfId } from "../mongo-driver/id-codec.ts";
import { translated } from "../mongo-driver/translate-error.ts";
import { accountOf } from "./account-codec.ts";
import { collectionNames } from "./collections.ts";
import { exactNumbers } from "./long.ts";
import { newerThan, olderThan } from "./page.ts";
import { findTransactions, transactionPage } from "./read-transactions.ts";
import { minorOfSum } from "./scan-sums.ts";

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
  const [first, last] = [items[0], items.at(-1)];
  if (first === undefined || last === undefined) return { items: [], next };
  const transactions = db.collection(collectionNames.transactions);
  const read = (stages: Document[]): Promise<readonly Document[]> =>
    transactions
      .aggregate([{ $match: { propertyId: bsonOfId(propertyId) } }, ...stages], { session, ...exactNumbers })
      .toArray();
  const newer = sumsIn(await read(sumsNewerThan(first)));
  const within = sumsIn(await read(sumsBetween(first, items, last)));
  const balances = await balancesOfHead(db, session, propertyId);
  const withBalance = (row: LedgerRow): StatementRow => ({
    ...row,
    runningBalanceMinor:
      (balances?.get(row.currency)?.balanceMinor ?? 0n) - (newer.get(row.currency) ?? 0n) - (within.get(row.id) ?? 0n),
  });
  return { items: items.map(withBalance), next };
};

const balancesOfHead = async (db: Db, session: ClientSession, propertyId: Id): Promise<Balances | null> => {
  // Safe: the driver types every `_id` as ObjectId; ours are of any BSON type.
  const filter = { _id: bsonOfId(propertyId) } as Filter<Document>;
  const head = await db.collection(collectionNames.accounts).findOne(filter, { session, ...exactNumbers });
  return head === null ? null : accountOf(head).balances;
};

const ageKeyOf = ({ occurredAt, id }: LedgerRow): readonly unknown[] => [new Date(occurredAt), id];

const signed: Document = { $multiply: ["$amountMinor", "$direction"] };

/** By currency, what the posted rows before the first of a page add up to. */
const sumsNewerThan = (first: LedgerRow): Document[] => [
  { $match: { $and: [{ status: "posted" }, newerThan("occurredAt", ageKeyOf(first))] } },
  { $group: { _id: "$currency", sum: { $sum: signed } } },
];

/** By row, what the posted rows of its currency between it and the first of its page add up to; its filter may have left them out. */
const sumsBetween = (first: LedgerRow, rows: readonly LedgerRow[], last: LedgerRow): Document[] => [
  { $match: { $nor: [newerThan("occurredAt", ageKeyOf(first)), olderThan("occurredAt", ageKeyOf(last))] } },
  { $match: { occurredAt: { $gte: new Date(last.occurredAt), $lte: new Date(first.occurredAt) } } },
  { $project: { occurredAt: 1, currency: 1, signed: { $cond: [{ $eq: ["$status", "posted"] }, signed, 0] } } },
  {
    $setWindowFields: {
      partitionBy: "$currency",
      sortBy: { occurredAt: -1, _id: -1 },
      output: { sum: { $sum: "$signed", window: { documents: ["unbounded", -1] } } },
    },
  },
  { $match: { _id: { $in: rows.map(({ id }) => id) } } },
  { $project: { sum: 1 } },
];

const sumsIn = (documents: readonly Document[]): ReadonlyMap<string, bigint> =>
  new Map(documents.map(({ _id, sum }) => [String(_id), minorOfSum(sum)]));
