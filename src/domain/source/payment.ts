import type { Id } from "../ids.ts";
import type { SourceValue } from "./source-value.ts";

/** A payment as the source holds it. Every field may be missing or of a wrong type; `projectPayment` decides what that means. */
export type PaymentDocument = {
  readonly id: Id;
  readonly propertyId: SourceValue;
  readonly companyId: SourceValue;
  readonly amount: SourceValue;
  /** `commissionDetails.ownerAmount`, the owner's share in major units. */
  readonly ownerAmount: SourceValue;
  readonly currency: SourceValue;
  readonly status: SourceValue;
  readonly postingStatus: SourceValue;
  readonly isProvisional: SourceValue;
  readonly isInSuspense: SourceValue;
  readonly reversalOfPaymentId: SourceValue;
  readonly paymentType: SourceValue;
  readonly paymentDate: SourceValue;
  readonly createdAt: SourceValue;
  readonly paymentMethod: SourceValue;
  readonly referenceNumber: SourceValue;
  readonly notes: SourceValue;
  readonly processedBy: SourceValue;
  /** Who paid: only a check asks, for payments that were entered twice. */
  readonly tenantId?: SourceValue;
};
