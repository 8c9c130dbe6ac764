import { BSON, type Document } from "mongodb";
import { notesLengthMax } from "../../domain/projection/fields.ts";
import type { OwnerDocument } from "../../domain/source/owner.ts";
import type { PaymentDocument } from "../../domain/source/payment.ts";
import type { PropertyDocument } from "../../domain/source/property.ts";
import type { Undecodable } from "../../domain/source/source-cut.ts";
import { idOfBson } from "../mongo-driver/id-codec.ts";
import { idOfRaw } from "./raw-document.ts";
import { readPayment } from "./read-payment.ts";
import { sourceValueOf } from "./source-value-codec.ts";

/** Fields read of a payment; everything else stays on the server. */
export const paymentFields = {
  propertyId: 1,
  companyId: 1,
  amount: 1,
  "commissionDetails.ownerAmount": 1,
  currency: 1,
  status: 1,
  postingStatus: 1,
  isProvisional: 1,
  isInSuspense: 1,
  reversalOfPaymentId: 1,
  paymentType: 1,
  paymentDate: 1,
  createdAt: 1,
  paymentMethod: 1,
  referenceNumber: 1,
  notes: 1,
  processedBy: 1,
  tenantId: 1,
} as const;

/** More code points than the ledger keeps of notes, so that what was cut still shows as cut. */
const notesRead = notesLengthMax + 1;
/** So many bytes hold that many code points whatever they are: shorter notes are not looked at. */
const notesBytesMax = 4 * notesRead;

const notesIfText = { $cond: [{ $eq: [{ $type: "$notes" }, "string"] }, "$notes", ""] };

/** The same with long notes cut by the server; notes of other types come as they are. */
export const shortPaymentFields = {
  ...paymentFields,
  notes: {
    $cond: [{ $gt: [{ $strLenBytes: notesIfText }, notesBytesMax] }, { $substrCP: ["$notes", 0, notesRead] }, "$notes"],
  },
} as const;

export const propertyFields = { name: 1, address: 1, ownerId: 1, propertyOwnerId: 1, companyId: 1 } as const;

/** Names only: password hashes, tokens, e-mail and phone never leave the server. */
export const ownerFields = { firstName: 1, lastName: 1 } as const;

export const paymentOf = (document: Document): PaymentDocument => ({
  id: idOfBson(document._id),
  propertyId: sourceValueOf(document.propertyId),
  companyId: sourceValueOf(document.companyId),
  amount: sourceValueOf(document.amount),
  ownerAmount: sourceValueOf(document.commissionDetails?.ownerAmount),
  currency: sourceValueOf(document.currency),
  status: sourceValueOf(document.status),
  postingStatus: sourceValueOf(document.postingStatus),
  isProvisional: sourceValueOf(document.isProvisional),
  isInSuspense: sourceValueOf(document.isInSuspense),
  reversalOfPaymentId: sourceValueOf(document.reversalOfPaymentId),
  paymentType: sourceValueOf(document.paymentType),
  paymentDate: sourceValueOf(document.paymentDate),
  createdAt: sourceValueOf(document.createdAt),
  paymentMethod: sourceValueOf(document.paymentMethod),
  referenceNumber: sourceValueOf(document.referenceNumber),
  notes: sourceValueOf(document.notes),
  processedBy: sourceValueOf(document.processedBy),
  tenantId: sourceValueOf(document.tenantId),
});

const propertyOf = (document: Document): PropertyDocument => ({
  id: idOfBson(document._id),
  name: sourceValueOf(document.name),
  address: addressOf(document.address),
  ownerId: sourceValueOf(document.ownerId),
  propertyOwnerId: sourceValueOf(document.propertyOwnerId),
  companyId: sourceValueOf(document.companyId),
});

const ownerOf = (document: Document): OwnerDocument => ({
  id: idOfBson(document._id),
  firstName: sourceValueOf(document.firstName),
  lastName: sourceValueOf(document.lastName),
});

/** Many applications keep the parts of an address apart: they are joined as they come. */
const addressOf = (address: unknown): PropertyDocument["address"] => {
  const isPlain =
    typeof address === "object" && address !== null && Object.getPrototypeOf(address) === Object.prototype;
  if (!isPlain) return sourceValueOf(address);
  return Object.values(address)
    .filter((part) => typeof part === "string" && part.trim() !== "")
    .join(", ");
};

/** Of one payment's bytes; those of an everyday one are read faster. */
export const decodePayment = (raw: Uint8Array): PaymentDocument | Undecodable =>
  readPayment(raw) ?? decode(raw, paymentOf);

export const decodeProperty = (raw: Uint8Array): PropertyDocument | Undecodable => decode(raw, propertyOf);

export const decodeOwner = (raw: Uint8Array): OwnerDocument | Undecodable => decode(raw, ownerOf);

/** Reads one document's bytes; a document that is no valid BSON spoils neither its neighbours nor the run. */
const decode = <T>(raw: Uint8Array, toDocument: (document: Document) => T): T | Undecodable => {
  try {
    return toDocument(BSON.deserialize(raw));
  } catch (error) {
    return { kind: "undecodable", id: idOfRaw(raw), reason: error instanceof Error ? error.message : "unreadable" };
  }
};
