import type { Document } from "mongodb";
import type { LedgerRow } from "../../domain/ledger/row.ts";
import { timestampOf } from "../mongo-driver/cluster-time-codec.ts";
import { bsonOfId, idOfBson } from "../mongo-driver/id-codec.ts";
import { longOf } from "./long.ts";
import { clusterTimeOfStored, int64Of, minorOfStored, msOf } from "./tampered.ts";

/** Texts that a row may lack; absent in the document where null. */
const optionalTexts = [
  "description",
  "category",
  "referenceNumber",
  "paymentMethod",
  "recipientType",
  "notes",
  "processedBy",
  "amountSource",
  "voidReason",
  "voidedBy",
] as const satisfies readonly (keyof LedgerRow)[];

export const documentOfRow = (row: LedgerRow): Document => {
  const document: Document = {
    _id: row.id,
    propertyId: bsonOfId(row.propertyId),
    type: row.type,
    status: row.status,
    origin: row.origin,
    direction: row.direction,
    amountMinor: longOf(row.amountMinor),
    currency: row.currency,
    exponent: row.exponent,
    occurredAt: new Date(row.occurredAt),
    asOf: timestampOf(row.asOf),
    journalSeq: longOf(row.journalSeq),
    postedAt: new Date(row.postedAt),
    updatedAt: new Date(row.updatedAt),
  };
  if (row.companyId !== null) document.companyId = bsonOfId(row.companyId);
  if (row.sourceId !== null) document.source = { collection: "payments", id: bsonOfId(row.sourceId) };
  for (const field of optionalTexts) if (row[field] !== null) document[field] = row[field];
  return document;
};

/** Expects `exactNumbers` decoding. Whoever has written it: see `tampered.ts`. */
export const rowOf = (document: Document): LedgerRow => ({
  id: document._id,
  propertyId: idOfBson(document.propertyId),
  companyId: document.companyId === undefined ? null : idOfBson(document.companyId),
  type: document.type,
  status: document.status,
  origin: document.origin,
  direction: document.direction,
  amountMinor: minorOfStored(document.amountMinor),
  currency: document.currency,
  exponent: document.exponent,
  occurredAt: msOf(document.occurredAt),
  description: document.description ?? null,
  category: document.category ?? null,
  referenceNumber: document.referenceNumber ?? null,
  paymentMethod: document.paymentMethod ?? null,
  recipientType: document.recipientType ?? null,
  notes: document.notes ?? null,
  processedBy: document.processedBy ?? null,
  sourceId: document.source === undefined ? null : idOfBson(document.source.id),
  amountSource: document.amountSource ?? null,
  voidReason: document.voidReason ?? null,
  voidedBy: document.voidedBy ?? null,
  asOf: clusterTimeOfStored(document.asOf),
  journalSeq: int64Of(document.journalSeq),
  postedAt: msOf(document.postedAt),
  updatedAt: msOf(document.updatedAt),
});
