import fc from "fast-check";
import type { Id } from "../../../src/domain/ids.ts";
import type { PaymentDocument } from "../../../src/domain/source/payment.ts";
import type { SourceValue } from "../../../src/domain/source/source-value.ts";
import { anyId } from "./ids.ts";
import { aDay, anySourceValue, awkwardAmounts, valueOfKind } from "./source-values.ts";

/** What projection asks about; who the tenant is it does not. */
export type PaymentFields = Omit<PaymentDocument, "id" | "tenantId">;
export type PaymentField = keyof PaymentFields;

/** Nothing but what makes a payment income: 100.00 in the default currency. */
export const plainPayment: PaymentFields = {
  propertyId: valueOfKind.objectId,
  companyId: undefined,
  amount: 100,
  ownerAmount: undefined,
  currency: undefined,
  status: "completed",
  postingStatus: undefined,
  isProvisional: undefined,
  isInSuspense: undefined,
  reversalOfPaymentId: undefined,
  paymentType: "rental",
  paymentDate: { type: "date", ms: aDay },
  createdAt: undefined,
  paymentMethod: undefined,
  referenceNumber: undefined,
  notes: undefined,
  processedBy: undefined,
};

// Safe: the keys of the object above.
export const paymentFields = Object.keys(plainPayment) as readonly PaymentField[];

export const aPayment = (id: Id, fields: Partial<Omit<PaymentDocument, "id">> = {}): PaymentDocument => ({
  ...plainPayment,
  id,
  ...fields,
});

/** What real fields hold beside what they should. */
const awkwardValues: Readonly<Record<PaymentField, readonly SourceValue[]>> = {
  propertyId: [undefined, "", true],
  companyId: ["acme", valueOfKind.uuid, 3, valueOfKind.array],
  amount: awkwardAmounts,
  ownerAmount: [0, 85, 100, 100.01, 28.3305, null, "85.00", "85 USD", Number.NaN, valueOfKind.decimal],
  currency: ["USD", "ZWL", "ZWG", "JPY", "KWD", "usd", "XXX", "", 7, null],
  status: ["completed", "pending", "failed", "reversed", "refunded", "voided", undefined, 1],
  postingStatus: ["draft", "posted", "reversed", "voided", null, 0],
  isProvisional: [true, false, null, "yes", 1],
  isInSuspense: [true, false, null, "no", 0],
  reversalOfPaymentId: [valueOfKind.objectId, "a/income", null],
  paymentType: ["rental", "sale", "introduction", undefined, "gift", "__proto__", 3],
  paymentDate: [undefined, null, valueOfKind.date, valueOfKind.invalidDate, "2024-05-17", { type: "date", ms: -1 }],
  createdAt: [undefined, valueOfKind.date, valueOfKind.invalidDate, 0],
  paymentMethod: ["cash", "", 5, valueOfKind.objectId, valueOfKind.object],
  referenceNumber: ["R-1", 20_240_517, 2n ** 60n, valueOfKind.uuid, true, "x".repeat(300)],
  notes: ["late", "y".repeat(3_000), valueOfKind.array],
  processedBy: ["clerk", valueOfKind.objectId, valueOfKind.date],
};

export type Override = Partial<PaymentFields>;

const overrides: readonly Override[] = paymentFields.flatMap((field) =>
  awkwardValues[field].map((value): Override => ({ [field]: value })),
);

/** A payment that is income, but for a few fields. */
export const awkwardFields: fc.Arbitrary<Override> = fc
  .array(fc.constantFrom(...overrides), { maxLength: 3 })
  .map((chosen) => Object.assign({}, ...chosen));

export const awkwardPayment: fc.Arbitrary<PaymentDocument> = fc
  .tuple(anyId, awkwardFields)
  .map(([id, fields]) => aPayment(id, fields));

/** A payment of which the owner has a share, most often a part of the whole. */
export const sharedPayment: fc.Arbitrary<PaymentDocument> = fc
  .tuple(awkwardPayment, fc.nat(2_000_000), fc.nat(2_000_000), fc.constantFrom(1, 10, 100, 1_000, 3))
  .map(([payment, a, b, scale]) => ({
    ...payment,
    amount: Math.max(a, b) / scale,
    ownerAmount: Math.min(a, b) / scale,
  }));

/** A payment with anything anywhere. */
export const wildPayment: fc.Arbitrary<PaymentDocument> = fc
  .tuple(anyId, awkwardFields, fc.array(fc.tuple(fc.constantFrom(...paymentFields), anySourceValue), { maxLength: 6 }))
  .map(([id, fields, wild]) => ({ ...aPayment(id, fields), ...Object.fromEntries(wild) }));
