import type { Document } from "mongodb";
import { exponentByCode } from "../../domain/money/currencies.ts";
import type { Currency } from "../../domain/money/currency.ts";
import { collectionNames } from "./collections.ts";

/** Rows shown per account: some 3 MB, far from the 16 MiB that a document may have. */
const transactionsMax = 10_000;

/** `propertyaccounts` as existing readers know it: one document per property, plain doubles in the base currency. */
export const viewPipeline = (defaultCurrency: Currency): Document[] => [
  {
    $lookup: {
      from: collectionNames.transactions,
      localField: "_id",
      foreignField: "propertyId",
      pipeline: newestPosted,
      as: "rows",
    },
  },
  { $set: { base: baseCurrency(defaultCurrency) } },
  {
    $project: {
      _id: 1,
      propertyId: "$_id",
      propertyName: 1,
      propertyAddress: 1,
      ownerId: 1,
      ownerName: 1,
      transactions: {
        $map: { input: { $reverseArray: { $slice: ["$rows", transactionsMax] } }, as: "row", in: seedTransaction },
      },
      transactionsTruncated: { $cond: [{ $gt: [{ $size: "$rows" }, transactionsMax] }, true, "$$REMOVE"] },
      runningBalance: total("balanceMinor"),
      totalIncome: total("incomeMinor"),
      totalExpenses: total("expensesMinor"),
      currency: { $ifNull: ["$base.k", defaultCurrency] },
      balances: 1,
      isActive: { $eq: ["$status", "active"] },
      lastUpdated: "$updatedAt",
    },
  },
];

/** One more than shown, to know that something is missing. */
const newestPosted: Document[] = [
  { $match: { status: "posted" } },
  { $sort: { occurredAt: -1, _id: -1 } },
  { $limit: transactionsMax + 1 },
];

/** The default currency if the account has it, else the first by alphabet. `$getField` with a computed name needs server 7.2. */
const baseCurrency = (defaultCurrency: Currency): Document => ({
  $let: {
    vars: { all: { $sortArray: { input: { $objectToArray: "$balances" }, sortBy: { k: 1 } } } },
    in: {
      $ifNull: [
        { $first: { $filter: { input: "$$all", cond: { $eq: ["$$this.k", defaultCurrency] } } } },
        { $first: "$$all" },
      ],
    },
  },
});

const total = (field: string): Document => inMajor({ $ifNull: [`$base.v.${field}`, 0] }, exponentOfCode("$base.k"));

const inMajor = (minor: unknown, exponent: unknown): Document => ({
  $divide: [{ $toDouble: minor }, { $pow: [10, exponent] }],
});

/** Two decimals are the rule; the exceptions are few enough to be written out. */
const exponentOfCode = (code: string): Document => ({
  $switch: {
    branches: [0, 1, 3, 4].map((exponent) => ({
      case: { $in: [code, [...exponentByCode].filter(([, digits]) => digits === exponent).map(([known]) => known)] },
      // biome-ignore lint/suspicious/noThenProperty: the operator's own word.
      then: exponent,
    })),
    default: 2,
  },
});

const seedTransaction: Document = {
  _id: "$$row._id",
  type: "$$row.type",
  amount: inMajor("$$row.amountMinor", "$$row.exponent"),
  currency: "$$row.currency",
  date: "$$row.occurredAt",
  description: "$$row.description",
  category: "$$row.category",
  paymentId: "$$row.source.id",
  referenceNumber: "$$row.referenceNumber",
  status: "completed",
};
