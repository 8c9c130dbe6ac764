import type { Document } from "mongodb";
import { propertyCount } from "../sizes.ts";
import type { Books } from "./books.ts";
import { documentId } from "./document-ids.ts";
import { commissionOf } from "./payment-document.ts";
import { type PaymentFacts, paymentFacts, rentCents } from "./payment-facts.ts";
import { randomAt, wholeAt } from "./random.ts";

/** A working day: mostly corrected amounts, some reversals, moves and remarks, and changes that mean nothing here; the rest are deletions. */
const mix = [
  ["amount", 0.55],
  ["reverse", 0.15],
  ["restore", 0.05],
  ["move", 0.1],
  ["remark", 0.08],
  ["nothing", 0.04],
] as const;

type EditKind = (typeof mix)[number][0];

/** One change of a stored payment; `set` null = it is deleted. */
export type PaymentChange = { readonly index: number; readonly set: Document | null };

/** Gives change number 0, 1, 2 … of the payments, each kept in step in the books. Every one makes exactly one event. */
export const createMixedChanges = (books: Books, payments: number): ((change: number) => PaymentChange) => {
  const edited = new Map<number, PaymentFacts>();
  const deleted = new Set<number>();

  const pickPayment = (change: number): number => {
    let index = wholeAt(change, 30, [0, payments - 1]);
    while (deleted.has(index)) index = (index + 1) % payments;
    return index;
  };

  return (change) => {
    const index = pickPayment(change);
    const kind = kindOf(change);
    if (kind === "delete") {
      deleted.add(index);
      books.retract(index);
      return { index, set: null };
    }
    const { facts, set } = editOf(kind, edited.get(index) ?? paymentFacts(index), change);
    edited.set(index, facts);
    if (kind === "reverse") books.retract(index);
    else if (kind === "restore" || books.row(index).state === "posted") books.post(facts);
    return { index, set: { ...set, updatedAt: changedAt(change) } };
  };
};

const firstChangeAt = Date.UTC(2026, 0, 1);

/** Different in every change, so that none is a change of nothing to the server. */
const changedAt = (change: number): Date => new Date(firstChangeAt + change);

const kindOf = (change: number): EditKind | "delete" => {
  let left = randomAt(change, 31);
  for (const [kind, share] of mix) {
    left -= share;
    if (left < 0) return kind;
  }
  return "delete";
};

type Edit = { readonly facts: PaymentFacts; readonly set: Document };

const editOf = (kind: EditKind, facts: PaymentFacts, change: number): Edit => {
  switch (kind) {
    case "amount": {
      const amountCents = rentCents(change, 32);
      const set = { amount: amountCents / 100, commissionDetails: commissionOf(amountCents) };
      return { facts: { ...facts, amountCents }, set };
    }
    case "move": {
      const property = wholeAt(change, 33, [0, propertyCount - 1]);
      return { facts: { ...facts, property }, set: { propertyId: documentId("properties", property) } };
    }
    case "reverse":
      return { facts, set: { postingStatus: "reversed" } };
    case "restore":
      return { facts, set: { postingStatus: "posted" } };
    case "remark":
      return { facts, set: { notes: `Corrected by hand, change ${change}.` } };
    case "nothing":
      return { facts, set: { lastViewedAt: changedAt(change) } };
  }
};
