import type { ClientSession, Db, Document, Filter, MongoClient } from "mongodb";
import type { SumsPage } from "../../application/ports/ledger-scanner.ts";
import type { Id } from "../../domain/ids.ts";
import type { Balances, CurrencyBalance } from "../../domain/ledger/balance.ts";
import type { Currency } from "../../domain/money/currency.ts";
import { bsonOfId, idOfBson } from "../mongo-driver/id-codec.ts";
import { accountOf } from "./account-codec.ts";
import { collectionNames } from "./collections.ts";
import { exactNumbers } from "./long.ts";
import { idAbove } from "./read-accounts.ts";

/** Heads and the sums of their rows, in one snapshot: in between, nothing can be committed. */
export const scanSums = (client: MongoClient, db: Db, after: Id | null, limit: number): Promise<SumsPage> =>
  client.withSession({ snapshot: true }, async (session) => {
    const heads = await db
      .collection(collectionNames.accounts)
      .find(after === null ? {} : idAbove(bsonOfId(after)), { session, ...exactNumbers, batchSize: limit + 1 })
      .sort({ _id: 1 })
      .limit(limit)
      .toArray();
    const last = heads.length < limit ? undefined : heads.at(-1)?._id;
    const range = [
      after === null ? {} : rowsOf("$gt", bsonOfId(after)),
      last === undefined ? {} : rowsOf("$lte", last),
    ];
    return {
      heads: heads.map(accountOf),
      sums: await sumsOf(db, session, { $and: range }),
      through: last === undefined ? null : idOfBson(last),
    };
  });

/** The same of named properties. */
export const scanSumsOf = (client: MongoClient, db: Db, ids: readonly Id[]): Promise<Omit<SumsPage, "through">> =>
  client.withSession({ snapshot: true }, async (session) => {
    const properties = ids.map(bsonOfId);
    // Safe: the driver types every `_id` as ObjectId; ours are of any BSON type.
    const filter = { _id: { $in: properties } } as Filter<Document>;
    const heads = await db
      .collection(collectionNames.accounts)
      .find(filter, { session, ...exactNumbers })
      .toArray();
    return { heads: heads.map(accountOf), sums: await sumsOf(db, session, { propertyId: { $in: properties } }) };
  });

/** Across BSON types; the plain operator would stay within the type of its operand. */
const rowsOf = (operator: "$gt" | "$lte", id: unknown): Document => ({
  $expr: { [operator]: ["$propertyId", { $literal: id }] },
});

/** Summed on the server, whatever the number of rows: by property, currency and sign. */
export const sumsOf = async (
  db: Db,
  session: ClientSession,
  properties: Document,
): Promise<ReadonlyMap<Id, Balances>> => {
  const groups = db.collection(collectionNames.transactions).aggregate(
    [
      { $match: { $and: [properties, { status: "posted" }] } },
      {
        $group: {
          _id: { propertyId: "$propertyId", currency: "$currency", direction: "$direction" },
          sumMinor: { $sum: "$amountMinor" },
          rows: { $sum: 1 },
        },
      },
    ],
    { session, ...exactNumbers },
  );
  const sums = new Map<Id, Map<Currency, CurrencyBalance>>();
  for await (const { _id, sumMinor, rows } of groups) {
    const propertyId = idOfBson(_id.propertyId);
    const balances = sums.get(propertyId) ?? new Map<Currency, CurrencyBalance>();
    sums.set(propertyId, balances);
    balances.set(_id.currency, added(balances.get(_id.currency), _id.direction, minorOfSum(sumMinor), Number(rows)));
  }
  return sums;
};

/** An amount that somebody has stored as a double makes the sum one: what is behind its point is nobody's money. */
export const minorOfSum = (sum: unknown): bigint => {
  if (typeof sum === "bigint") return sum;
  return typeof sum === "number" && Number.isFinite(sum) ? BigInt(Math.trunc(sum)) : 0n;
};

const added = (
  before: CurrencyBalance | undefined,
  direction: unknown,
  sumMinor: bigint,
  rows: number,
): CurrencyBalance => {
  const incomeMinor = (before?.incomeMinor ?? 0n) + (direction === 1 ? sumMinor : 0n);
  const expensesMinor = (before?.expensesMinor ?? 0n) + (direction === -1 ? sumMinor : 0n);
  const rowCount = (before?.rowCount ?? 0) + rows;
  return { incomeMinor, expensesMinor, balanceMinor: incomeMinor - expensesMinor, rowCount };
};
