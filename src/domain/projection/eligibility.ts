import type { PaymentDocument } from "../source/payment.ts";
import { bsonTypeOf, type SourceValue } from "../source/source-value.ts";
import { type NotPostedReason, type Rejection, rejected } from "./projection.ts";

type NotPosted = { readonly kind: "not_posted"; readonly reason: NotPostedReason };

const notPosted = (reason: NotPostedReason): NotPosted => ({ kind: "not_posted", reason });

/**
 * Why the payment is not income, or null when it is. Decided before any amount is parsed: a payment that is not posted is
 * never rejected. A flag that is neither true nor false leaves the question open, so the document is rejected.
 */
export const notPostedReasonOf = (payment: PaymentDocument): NotPosted | Rejection | null => {
  if (payment.status !== "completed") return notPosted("status_not_completed");
  if (payment.postingStatus === "reversed") return notPosted("posting_reversed");
  if (payment.postingStatus === "voided") return notPosted("posting_voided");
  if (payment.isProvisional === true) return notPosted("provisional");
  if (payment.isInSuspense === true) return notPosted("in_suspense");
  if (!refersToNothing(payment.reversalOfPaymentId)) return notPosted("reversal_row");
  return invalidFlag(payment, "isProvisional") ?? invalidFlag(payment, "isInSuspense");
};

/** As with every other reference. */
const refersToNothing = (reference: SourceValue): boolean =>
  reference === undefined || reference === null || reference === "";

const invalidFlag = (payment: PaymentDocument, field: "isProvisional" | "isInSuspense"): Rejection | null => {
  const flag = payment[field];
  return flag === undefined || flag === null || flag === false
    ? null
    : rejected("field_type_invalid", field, "bool", bsonTypeOf(flag));
};
