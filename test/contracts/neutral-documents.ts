import { encodeId, type Id } from "../../src/domain/ids.ts";
import type { OwnerDocument } from "../../src/domain/source/owner.ts";
import type { PaymentDocument } from "../../src/domain/source/payment.ts";
import type { PropertyDocument } from "../../src/domain/source/property.ts";
import type { SourceValue } from "../../src/domain/source/source-value.ts";

/** A source document as both kinds of database can hold it: `_id` in canonical form, every other field a SourceValue. */
export type NeutralDocument = { readonly _id: Id; readonly [field: string]: SourceValue };

/** The field of a payment that lies one level down. */
export const ownerAmountField = "commissionDetails.ownerAmount";

export const paymentOf = (document: NeutralDocument): PaymentDocument => ({
  id: document._id,
  propertyId: document.propertyId,
  companyId: document.companyId,
  amount: document.amount,
  ownerAmount: document[ownerAmountField],
  currency: document.currency,
  status: document.status,
  postingStatus: document.postingStatus,
  isProvisional: document.isProvisional,
  isInSuspense: document.isInSuspense,
  reversalOfPaymentId: document.reversalOfPaymentId,
  paymentType: document.paymentType,
  paymentDate: document.paymentDate,
  createdAt: document.createdAt,
  paymentMethod: document.paymentMethod,
  referenceNumber: document.referenceNumber,
  notes: document.notes,
  processedBy: document.processedBy,
});

export const propertyOf = (document: NeutralDocument): PropertyDocument => ({
  id: document._id,
  name: document.name,
  address: document.address,
  ownerId: document.ownerId,
  propertyOwnerId: document.propertyOwnerId,
  companyId: document.companyId,
});

export const ownerOf = (document: NeutralDocument): OwnerDocument => ({
  id: document._id,
  firstName: document.firstName,
  lastName: document.lastName,
});

/** The ObjectId whose number is `number`; ascending numbers are ascending ids. */
export const objectId = (number: number): Id =>
  encodeId({ kind: "objectId", hex: number.toString(16).padStart(24, "0") });

/** A field that refers to the document `id`. */
export const reference = (id: Id): SourceValue => ({ type: "id", id });

export const date = (ms: number): SourceValue => ({ type: "date", ms });

export const aDay = Date.UTC(2024, 4, 17);

/** A payment that is income of `propertyId`, 100.00 in the default currency unless `fields` say otherwise. */
export const completedPayment = (
  _id: Id,
  propertyId: Id,
  fields: Readonly<Record<string, SourceValue>> = {},
): NeutralDocument => ({
  _id,
  propertyId: reference(propertyId),
  amount: 100,
  status: "completed",
  paymentType: "rental",
  paymentDate: date(aDay),
  ...fields,
});

/** One id of every kind that an `_id` can have, and some that are easily taken for one another. */
export const idsOfEveryKind: readonly Id[] = [
  encodeId({ kind: "null" }),
  encodeId({ kind: "number", value: Number.NaN }),
  encodeId({ kind: "number", value: Number.NEGATIVE_INFINITY }),
  encodeId({ kind: "number", value: -1.5 }),
  encodeId({ kind: "number", value: 0 }),
  encodeId({ kind: "number", value: 7 }),
  encodeId({ kind: "long", value: 2n ** 53n + 1n }),
  encodeId({ kind: "long", value: 2n ** 53n + 2n }),
  encodeId({ kind: "string", value: "" }),
  encodeId({ kind: "string", value: "7" }),
  encodeId({ kind: "string", value: "a/b ~ $é" }),
  encodeId({ kind: "string", value: "64b7f0c2a1d4e5f60718293a" }),
  encodeId({ kind: "other", json: '{"v":{"building":{"$numberInt":"4"},"unit":"b"}}' }),
  encodeId({ kind: "binary", subtype: 4, base64: "AAECAwQFBgcICQoLDA0ODw==" }),
  encodeId({ kind: "binary", subtype: 0, base64: "AQI=" }),
  encodeId({ kind: "objectId", hex: "64b7f0c2a1d4e5f60718293a" }),
  encodeId({ kind: "objectId", hex: "64b7f0c2a1d4e5f60718293b" }),
  encodeId({ kind: "boolean", value: false }),
  encodeId({ kind: "boolean", value: true }),
  encodeId({ kind: "date", ms: -1 }),
  encodeId({ kind: "date", ms: Date.UTC(2024, 0, 1) }),
  encodeId({ kind: "other", json: '{"v":{"$timestamp":{"t":5,"i":1}}}' }),
  encodeId({ kind: "other", json: '{"v":{"$maxKey":1}}' }),
];
