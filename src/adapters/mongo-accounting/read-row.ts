import { BSON } from "mongodb";
import type { ClusterTime } from "../../domain/cluster-time.ts";
import { encodeId, type Id, type RowId } from "../../domain/ids.ts";
import type { Direction, LedgerRow, RowType } from "../../domain/ledger/row.ts";
import type { Currency } from "../../domain/money/currency.ts";
import { minorOf } from "../../domain/money/money.ts";
import { bsonTypes, bufferOf, createFlatDocument, type FlatDocument } from "../mongo-driver/flat-document.ts";
import { exactNumbers } from "./long.ts";
import { rowOf } from "./row-codec.ts";

/** In the order in which `documentOfRow` writes them. */
const names = [
  "_id",
  "propertyId",
  "type",
  "status",
  "origin",
  "direction",
  "amountMinor",
  "currency",
  "exponent",
  "occurredAt",
  "asOf",
  "journalSeq",
  "postedAt",
  "updatedAt",
  "companyId",
  "source",
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
] as const;

type Name = (typeof names)[number];

const fieldOf = (name: Name): number => names.indexOf(name);

const { objectId, text, int32, int64, date, timestamp, document } = bsonTypes;

/** What each field must be for a row to be read without being decoded. */
const required = Object.entries({
  _id: text,
  propertyId: objectId,
  type: text,
  status: text,
  origin: text,
  direction: int32,
  amountMinor: int64,
  currency: text,
  exponent: int32,
  occurredAt: date,
  asOf: timestamp,
  journalSeq: int64,
  postedAt: date,
  updatedAt: date,
} satisfies Partial<Record<Name, number>>).map(([name, type]) => [fieldOf(name as Name), type] as const);

const at = Object.fromEntries(names.map((name, field) => [name, field])) as Readonly<Record<Name, number>>;

const flatRow = createFlatDocument(names);
const flatSource = createFlatDocument(["collection", "id"]);
const sourceIdAt = 1;

/** The row in these bytes, by whomever it was written. Only one that has something unusual about it is decoded as a whole. */
export const readRow = (raw: Uint8Array): LedgerRow =>
  usualRow(bufferOf(raw)) ?? rowOf(BSON.deserialize(raw, exactNumbers));

const usualRow = (bytes: Buffer): LedgerRow | null => {
  if (!flatRow.open(bytes)) return null;
  for (const [field, type] of required) if (flatRow.typeOf(field) !== type) return null;
  const sourceId = sourceIdIn(bytes);
  const companyId = flatRow.typeOf(at.companyId) === bsonTypes.absent ? null : idAt(flatRow, at.companyId);
  if (sourceId === unusual || companyId === unusual) return null;
  let isUsual = true;
  const word = (field: number): string => {
    const found = flatRow.text(field);
    isUsual &&= found !== null;
    return found ?? "";
  };
  const optional = (field: number): string | null => {
    const type = flatRow.typeOf(field);
    isUsual &&= type === text || type === bsonTypes.absent || type === bsonTypes.null;
    return type === text ? word(field) : null;
  };
  // Safe: a stored row is what was written as one; whoever tampered with a word makes a row that differs.
  const row: LedgerRow = {
    id: word(at._id) as RowId,
    propertyId: objectIdAt(flatRow, at.propertyId),
    companyId,
    type: word(at.type) as RowType,
    status: word(at.status) as LedgerRow["status"],
    origin: word(at.origin) as LedgerRow["origin"],
    direction: flatRow.number(at.direction) as Direction,
    amountMinor: minorOf(flatRow.int64(at.amountMinor)),
    currency: word(at.currency) as Currency,
    exponent: flatRow.number(at.exponent),
    occurredAt: flatRow.date(at.occurredAt),
    description: optional(at.description),
    category: optional(at.category),
    referenceNumber: optional(at.referenceNumber),
    paymentMethod: optional(at.paymentMethod),
    recipientType: optional(at.recipientType),
    notes: optional(at.notes),
    processedBy: optional(at.processedBy),
    sourceId,
    amountSource: optional(at.amountSource),
    voidReason: optional(at.voidReason),
    voidedBy: optional(at.voidedBy),
    // Safe: a timestamp's eight bytes are a cluster time.
    asOf: BigInt.asUintN(64, flatRow.int64(at.asOf)) as ClusterTime,
    journalSeq: flatRow.int64(at.journalSeq),
    postedAt: flatRow.date(at.postedAt),
    updatedAt: flatRow.date(at.updatedAt),
  };
  return isUsual ? row : null;
};

const unusual = Symbol("unusual");

const sourceIdIn = (bytes: Buffer): Id | null | typeof unusual => {
  const type = flatRow.typeOf(at.source);
  if (type === bsonTypes.absent) return null;
  const isUsual = type === document && flatSource.open(bytes, flatRow.startOf(at.source));
  return isUsual ? idAt(flatSource, sourceIdAt) : unusual;
};

const idAt = (flat: FlatDocument, field: number): Id | typeof unusual =>
  flat.typeOf(field) === objectId ? objectIdAt(flat, field) : unusual;

const objectIdAt = (flat: FlatDocument, field: number): Id => encodeId({ kind: "objectId", hex: flat.hex(field) });
