import type { ObjectId } from "mongodb";
import { ownerCount } from "../sizes.ts";
import { documentId } from "./document-ids.ts";
import { ownerTenths, type PaymentFacts } from "./payment-facts.ts";
import { oneOf, wholeAt } from "./random.ts";

const methods = ["bank_transfer", "ecocash", "cash", "card"] as const;
const remarks = [
  "Received at the front desk, receipt handed to the tenant in person.",
  "Standing order; the bank's reference was matched by the reconciliation clerk.",
  "Paid in two parts, the second one arrived on the following business day.",
  "Tenant asked for a written confirmation, sent by post together with the statement.",
] as const;

const firstDay = Date.UTC(2024, 0, 1);
const days = 700;
const dayMs = 86_400_000;

/** The stored form of a payment: about 760 bytes, as a property-management application writes it. */
export const paymentDocument = (facts: PaymentFacts) => {
  const { index, property, amountCents, currency } = facts;
  const paymentDate = new Date(firstDay + wholeAt(index, 10, [0, days - 1]) * dayMs);
  return {
    _id: documentId("payments", index) as ObjectId,
    paymentType: "rental",
    propertyType: "residential",
    propertyId: documentId("properties", property),
    tenantId: documentId("tenants", wholeAt(index, 11, [0, 4_999])),
    companyId: documentId("users", 0),
    agentId: documentId("users", wholeAt(index, 12, [0, ownerCount - 1])),
    amount: amountCents / 100,
    depositAmount: 0,
    currency,
    status: "completed",
    postingStatus: "posted",
    paymentDate,
    paymentMethod: oneOf(methods, index, 13),
    referenceNumber: `RENT-${paymentDate.getUTCFullYear()}-${String(index).padStart(8, "0")}`,
    rentalPeriodMonth: paymentDate.getUTCMonth() + 1,
    rentalPeriodYear: paymentDate.getUTCFullYear(),
    commissionDetails: commissionOf(amountCents),
    isProvisional: false,
    isInSuspense: false,
    notes: oneOf(remarks, index, 14),
    processedBy: documentId("users", wholeAt(index, 15, [0, 19])),
    createdAt: paymentDate,
    updatedAt: paymentDate,
    __v: 0,
  };
};

/** A tenth of the rent is commission; the agency and its agent share it with the estate agents' council. */
export const commissionOf = (amountCents: number) => ({
  totalCommission: amountCents / 1_000,
  preaFee: amountCents / 33_333,
  agentShare: (amountCents * 6) / 10_000,
  agencyShare: (amountCents * 37) / 100_000,
  ownerAmount: ownerTenths(amountCents) / 1_000,
});
