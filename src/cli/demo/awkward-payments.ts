import type { ObjectId } from "mongodb";
import type { DemoPayment, PaymentDocument } from "./create-payment.ts";

export type AwkwardReferences = {
  /** Of a property that is there. */
  readonly propertyId: ObjectId;
  /** Of one that comes later. */
  readonly laterPropertyId: ObjectId;
  /** Of the payment whose amount can be mended. */
  readonly misspelledId: ObjectId;
};

/** What real databases hold as well: each says what the ledger must make of it. */
export const awkwardPayments = (
  plain: readonly DemoPayment[],
  references: AwkwardReferences,
): readonly DemoPayment[] => {
  const { propertyId, laterPropertyId, misspelledId } = references;
  const [a, b, c, d, e, f, g, h, i, j, k] = plain.map(({ document }) => {
    const { commissionDetails: _, ...bare } = document;
    return { ...bare, currency: "USD", paymentType: "rental" };
  });
  const dollars = (minor: bigint) => ({ currency: "USD" as const, minor });
  return [
    // Not a number, a number for people, no property: recorded as failures.
    { document: { ...base(a), amount: Number.NaN }, income: null },
    { document: { ...base(b), _id: misspelledId, amount: "1,250.00" }, income: null },
    { document: withoutProperty(base(c)), income: null },
    // A number in words of digits, a share of a cent, the noise of 0.1 + 0.2: what they say, to the cent.
    { document: { ...base(d), amount: "640.00" }, income: dollars(64_000n) },
    { document: { ...base(e), amount: 33.333 }, income: dollars(3_333n) },
    { document: { ...base(f), amount: 0.1 + 0.2 }, income: dollars(30n) },
    // Its property comes later: the account waits without a name.
    { document: { ...base(g), propertyId: laterPropertyId, amount: 480 }, income: dollars(48_000n) },
    // Not income, or not yet.
    { document: { ...base(h), reversalOfPaymentId: base(a)._id, amount: 400 }, income: null },
    { document: { ...base(i), isProvisional: true, amount: 500 }, income: null },
    { document: { ...base(j), isInSuspense: true, amount: 600 }, income: null },
    { document: { ...base(k), propertyId, amount: 300, commissionDetails: { ownerAmount: 0 } }, income: null },
  ];
};

export const awkwardCount = 11;

const withoutProperty = ({ propertyId: _, ...document }: PaymentDocument): PaymentDocument => document;

const base = <T>(document: T | undefined): T => {
  if (document === undefined) throw new Error(`awkward payments are made of ${awkwardCount} plain ones`);
  return document;
};
