import { propertyCount } from "../sizes.ts";
import { randomAt, wholeAt } from "./random.ts";

export const currencies = ["USD", "ZAR"] as const;

/** What matters of payment number `index`, in whole numbers. */
export type PaymentFacts = {
  readonly index: number;
  readonly property: number;
  /** Paid by the tenant. */
  readonly amountCents: number;
  readonly currency: (typeof currencies)[number];
};

/** Spread over all properties unless one is named. */
export const paymentFacts = (index: number, property = wholeAt(index, 1, [0, propertyCount - 1])): PaymentFacts => ({
  index,
  property,
  amountCents: rentCents(index, 2),
  currency: randomAt(index, 3) < 0.92 ? "USD" : "ZAR",
});

/** Rents are mostly round; one in twenty is not, and its share has a fraction of a cent. */
export const rentCents = (index: number, salt: number): number =>
  randomAt(index, salt) < 0.95
    ? wholeAt(index, salt + 100, [50, 480]) * 500
    : wholeAt(index, salt + 200, [25_000, 240_000]);

/** The owner keeps nine tenths. Unit: a tenth of a cent. */
export const ownerTenths = (amountCents: number): number => amountCents * 9;

/**
 * What the ledger must say, in cents: rounded half to even. Whole-number arithmetic of the benchmark's own, so that it does not
 * share a mistake with what it checks.
 */
export const ledgerCents = (amountCents: number): number => {
  const tenths = ownerTenths(amountCents);
  const down = Math.floor(tenths / 10);
  const rest = tenths % 10;
  if (rest === 5) return down + (down % 2);
  return rest > 5 ? down + 1 : down;
};
