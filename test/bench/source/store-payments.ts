import { loadBatch } from "../sizes.ts";
import type { World } from "../world.ts";
import { paymentDocument } from "./payment-document.ts";
import { paymentFacts } from "./payment-facts.ts";

/** Payments number `from` to `to` (exclusive), of one property or of all. */
export type PaymentRange = { readonly from: number; readonly to: number; readonly property?: number };

/** Stores payments as fast as it goes and enters them in the world's books. */
export const storePayments = async ({ main, books }: World, range: PaymentRange): Promise<void> => {
  const payments = main.collection("payments");
  for (let start = range.from; start < range.to; start += loadBatch) {
    const facts = indexes(start, Math.min(start + loadBatch, range.to)).map((index) =>
      paymentFacts(index, range.property),
    );
    for (const one of facts) books.post(one);
    await payments.insertMany(facts.map(paymentDocument), { writeConcern: { w: "majority" } });
  }
};

export const indexes = (from: number, to: number): readonly number[] =>
  Array.from({ length: to - from }, (_, offset) => from + offset);
