import type { Db, Document } from "mongodb";
import { keyOf } from "./bson-values.ts";
import { rowKey } from "./expected-rows.ts";

/** Money as bigint, everything else as JavaScript has it. */
export const exactDecoding = { promoteLongs: true, useBigInt64: true } as const;

export const storedDocuments = (accounting: Db, collection: string): AsyncIterable<Document> =>
  accounting
    .collection(collection)
    .find({}, { ...exactDecoding, batchSize: 5_000 })
    .sort({ _id: 1 });

/** A sync row's key as the oracle names it: by the source's own id and the role at the end of the row's `_id`. */
export const keyOfStoredRow = (row: Document): string =>
  rowKey(row.source?.id, String(row._id).slice(String(row._id).lastIndexOf("/") + 1));

/** The same fields that `RowFacts` has. */
export const factsOfStoredRow = (row: Document) => ({
  property: keyOf(row.propertyId),
  company: row.companyId === undefined ? null : keyOf(row.companyId),
  currency: row.currency,
  exponent: row.exponent,
  occurredAt: row.occurredAt.getTime(),
  category: row.category ?? null,
  referenceNumber: row.referenceNumber ?? null,
  paymentMethod: row.paymentMethod ?? null,
  notes: row.notes ?? null,
  processedBy: row.processedBy ?? null,
  type: row.type,
  amount: String(row.amountMinor),
  amountSource: row.amountSource ?? null,
});
