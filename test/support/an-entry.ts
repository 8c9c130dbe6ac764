import type { ManualEntry } from "../../src/application/enter-transaction.ts";

/** A repair of 25 dollars, entered by hand. */
export const anEntry = (
  facts: Pick<ManualEntry, "propertyId" | "idempotencyKey"> & Partial<ManualEntry>,
): ManualEntry => ({
  type: "repair",
  amount: "25.00",
  currency: "USD",
  description: "Roof",
  occurredAt: null,
  category: null,
  referenceNumber: null,
  paymentMethod: "cash",
  recipientType: "vendor",
  notes: null,
  direction: null,
  ...facts,
});
