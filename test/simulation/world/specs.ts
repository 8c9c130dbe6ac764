import type { Id } from "../../../src/domain/ids.ts";
import type { OwnerDocument } from "../../../src/domain/source/owner.ts";
import type { PaymentDocument } from "../../../src/domain/source/payment.ts";
import type { PropertyDocument } from "../../../src/domain/source/property.ts";
import type { Undecodable } from "../../../src/domain/source/source-cut.ts";
import { type Amount, owners, properties } from "./universe.ts";

/** What a payment is meant to say. The documents follow from this; what the ledger must say is worked out from it as well. */
export type PaymentSpec = {
  readonly property: number;
  readonly amount: Amount;
  readonly share: Amount | null;
  readonly currency: "USD" | "ZWL" | null;
  readonly state: "completed" | "pending" | "voided" | "reversed" | "provisional" | "suspense" | "reversal";
  readonly flaw: "currency" | "date" | "property" | "undecodable" | null;
  readonly edition: number;
};

export type PropertySpec = {
  readonly name: string;
  readonly owner: number | null;
  readonly otherOwner: number | null;
  readonly flaw: "name" | "undecodable" | null;
};

export type OwnerSpec = { readonly name: string; readonly flaw: "name" | "undecodable" | null };

export const aDay = Date.UTC(2024, 4, 17);

export const paymentDocument = (id: Id, spec: PaymentSpec): PaymentDocument | Undecodable => {
  if (spec.flaw === "undecodable") return undecodable(id);
  const { state } = spec;
  return {
    id,
    propertyId: spec.flaw === "property" ? true : properties[spec.property]?.reference,
    companyId: "acme",
    amount: spec.amount.value,
    ownerAmount: spec.share?.value,
    currency: spec.flaw === "currency" ? "XXX" : (spec.currency ?? undefined),
    status: state === "pending" ? "pending" : "completed",
    postingStatus: state === "voided" || state === "reversed" ? state : "posted",
    isProvisional: state === "provisional",
    isInSuspense: state === "suspense",
    reversalOfPaymentId: state === "reversal" ? "another" : undefined,
    paymentType: "rental",
    paymentDate: { type: "date", ms: spec.flaw === "date" ? Number.NaN : aDay },
    createdAt: undefined,
    paymentMethod: undefined,
    referenceNumber: referenceNumberOf(spec),
    notes: undefined,
    processedBy: undefined,
  };
};

export const referenceNumberOf = ({ edition }: PaymentSpec): string => `R-${edition}`;

export const propertyDocument = (id: Id, spec: PropertySpec): PropertyDocument | Undecodable => {
  if (spec.flaw === "undecodable") return undecodable(id);
  return {
    id,
    name: spec.flaw === "name" ? { type: "other", bsonType: "array" } : spec.name,
    address: "1 Main Street",
    ownerId: spec.owner === null ? null : owners[spec.owner]?.reference,
    propertyOwnerId: spec.otherOwner === null ? undefined : owners[spec.otherOwner]?.reference,
    companyId: undefined,
  };
};

export const ownerDocument = (id: Id, spec: OwnerSpec): OwnerDocument | Undecodable => {
  if (spec.flaw === "undecodable") return undecodable(id);
  return { id, firstName: spec.flaw === "name" ? 7 : ` ${spec.name}`, lastName: "Moyo" };
};

const undecodable = (id: Id): Undecodable => ({ kind: "undecodable", id, reason: "cut off" });
