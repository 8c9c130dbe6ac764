import type { Id } from "../../domain/ids.ts";
import { encodeId } from "../../domain/ids.ts";
import type { PaymentDocument } from "../../domain/source/payment.ts";
import type { SourceValue } from "../../domain/source/source-value.ts";
import { bsonTypes, bufferOf, createFlatDocument, type FlatDocument } from "../mongo-driver/flat-document.ts";

/** In the order in which applications tend to write them, which is the fastest; any other works. */
const names = [
  "_id",
  "paymentType",
  "propertyId",
  "tenantId",
  "companyId",
  "amount",
  "currency",
  "status",
  "postingStatus",
  "paymentDate",
  "paymentMethod",
  "referenceNumber",
  "commissionDetails",
  "isProvisional",
  "isInSuspense",
  "reversalOfPaymentId",
  "notes",
  "processedBy",
  "createdAt",
] as const;

const fieldOf = (name: (typeof names)[number]): number => names.indexOf(name);

const at = {
  id: fieldOf("_id"),
  propertyId: fieldOf("propertyId"),
  companyId: fieldOf("companyId"),
  amount: fieldOf("amount"),
  commissionDetails: fieldOf("commissionDetails"),
  currency: fieldOf("currency"),
  status: fieldOf("status"),
  postingStatus: fieldOf("postingStatus"),
  isProvisional: fieldOf("isProvisional"),
  isInSuspense: fieldOf("isInSuspense"),
  reversalOfPaymentId: fieldOf("reversalOfPaymentId"),
  paymentType: fieldOf("paymentType"),
  paymentDate: fieldOf("paymentDate"),
  createdAt: fieldOf("createdAt"),
  paymentMethod: fieldOf("paymentMethod"),
  referenceNumber: fieldOf("referenceNumber"),
  notes: fieldOf("notes"),
  processedBy: fieldOf("processedBy"),
  tenantId: fieldOf("tenantId"),
} as const;

const payment = createFlatDocument(names);
const commission = createFlatDocument(["ownerAmount"]);

/** The payment in these bytes, as `paymentOf` gives it; null = it has something unusual about it, and must be decoded. */
export const readPayment = (raw: Uint8Array): PaymentDocument | null => {
  const bytes = bufferOf(raw);
  if (!payment.open(bytes) || payment.typeOf(at.id) !== bsonTypes.objectId) return null;
  const ownerAmount = ownerAmountIn(bytes);
  if (ownerAmount === unusual) return null;
  let isUsual = true;
  const value = (field: number): SourceValue => {
    const found = valueIn(payment, field);
    if (found !== unusual) return found;
    isUsual = false;
    return undefined;
  };
  const read: PaymentDocument = {
    id: idOf(payment, at.id),
    propertyId: value(at.propertyId),
    companyId: value(at.companyId),
    amount: value(at.amount),
    ownerAmount,
    currency: value(at.currency),
    status: value(at.status),
    postingStatus: value(at.postingStatus),
    isProvisional: value(at.isProvisional),
    isInSuspense: value(at.isInSuspense),
    reversalOfPaymentId: value(at.reversalOfPaymentId),
    paymentType: value(at.paymentType),
    paymentDate: value(at.paymentDate),
    createdAt: value(at.createdAt),
    paymentMethod: value(at.paymentMethod),
    referenceNumber: value(at.referenceNumber),
    notes: value(at.notes),
    processedBy: value(at.processedBy),
    tenantId: value(at.tenantId),
  };
  return isUsual ? read : null;
};

const unusual = Symbol("unusual");

const ownerAmountIn = (bytes: Buffer): SourceValue | typeof unusual => {
  const type = payment.typeOf(at.commissionDetails);
  if (type === bsonTypes.absent || type === bsonTypes.null) return undefined;
  if (type !== bsonTypes.document || !commission.open(bytes, payment.startOf(at.commissionDetails))) return unusual;
  return valueIn(commission, 0);
};

const valueIn = (document: FlatDocument, field: number): SourceValue | typeof unusual => {
  switch (document.typeOf(field)) {
    case bsonTypes.absent:
      return undefined;
    case bsonTypes.null:
      return null;
    case bsonTypes.text:
      return document.text(field) ?? unusual;
    case bsonTypes.double:
    case bsonTypes.int32:
      return document.number(field);
    case bsonTypes.bool:
      return document.bool(field);
    case bsonTypes.objectId:
      return { type: "id", id: idOf(document, field) };
    case bsonTypes.date:
      return { type: "date", ms: document.date(field) };
  }
  return unusual;
};

const idOf = (document: FlatDocument, field: number): Id => encodeId({ kind: "objectId", hex: document.hex(field) });
