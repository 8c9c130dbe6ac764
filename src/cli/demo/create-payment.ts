import type { ObjectId } from "mongodb";
import type { Random } from "./random.ts";
import { paymentMethods } from "./words.ts";

export type DemoCurrency = "USD" | "ZWL";

/** What a payment must add to the ledger, in minor units; null = nothing. */
export type ExpectedIncome = { readonly currency: DemoCurrency; readonly minor: bigint } | null;

export type PaymentDocument = { readonly _id: ObjectId; readonly [field: string]: unknown };

export type DemoPayment = { readonly document: PaymentDocument; readonly income: ExpectedIncome };

export type PaymentPlace = {
  readonly _id: ObjectId;
  readonly propertyId: ObjectId;
  readonly companyId: ObjectId;
  readonly number: number;
  readonly currency: DemoCurrency;
  readonly paidAt: Date;
};

/** What the agency keeps of a rent. */
const commissionPercent = 10;
/** Payments whose commission was worked out; of the others the whole amount is the owner's. */
const shareWithCommission = 0.85;

/** A completed payment as a property-management application would store it: amounts are doubles in major units. */
export const createPayment = (random: Random, place: PaymentPlace): DemoPayment => {
  const { number, currency, paidAt, ...references } = place;
  const amountMinor = amountOf(random, currency);
  const commissionMinor = Math.round((amountMinor * commissionPercent) / 100);
  const hasCommission = random.happens(shareWithCommission);
  const document = {
    ...references,
    amount: amountMinor / 100,
    currency,
    status: "completed",
    postingStatus: "posted",
    paymentType: random.happens(0.94) ? "rental" : random.pick(["introduction", "sale"]),
    paymentDate: paidAt,
    paymentMethod: random.pick(paymentMethods),
    depositAmount: 0,
    referenceNumber: `RCPT-${String(number).padStart(6, "0")}`,
    ...(hasCommission ? { commissionDetails: commissionDetails(amountMinor, commissionMinor) } : {}),
    createdAt: paidAt,
    updatedAt: paidAt,
  };
  const ownerMinor = hasCommission ? amountMinor - commissionMinor : amountMinor;
  return { document, income: { currency, minor: BigInt(ownerMinor) } };
};

/** A rent: 250.00 to 1,749.95 US dollars, or some hundred thousand Zimbabwean ones. */
const amountOf = (random: Random, currency: DemoCurrency): number =>
  currency === "USD" ? 25_000 + random.below(30_000) * 5 : 9_000_000 + random.below(90_000_000);

const commissionDetails = (amountMinor: number, commissionMinor: number) => {
  const preaMinor = Math.round(commissionMinor * 0.03);
  const agentMinor = Math.round((commissionMinor - preaMinor) * 0.6);
  return {
    totalCommission: commissionMinor / 100,
    preaFee: preaMinor / 100,
    agentShare: agentMinor / 100,
    agencyShare: (commissionMinor - preaMinor - agentMinor) / 100,
    ownerAmount: (amountMinor - commissionMinor) / 100,
  };
};
