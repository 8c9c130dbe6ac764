import type { WireTransaction } from "../../../../contract/transaction.ts";
import { noonOf } from "../days.ts";

/** An entry as it is being typed: text in every field. */
export type EntryDraft = {
  readonly type: WireTransaction["type"];
  /** For type `other` only: `1` or `-1`; empty until chosen. */
  readonly direction: "" | "1" | "-1";
  readonly amount: string;
  readonly currency: string;
  /** `2024-01-31`; empty = now. */
  readonly day: string;
  readonly description: string;
  readonly referenceNumber: string;
  readonly category: string;
  readonly paymentMethod: string;
  readonly recipientType: string;
  readonly notes: string;
};

export const emptyDraft = (currency: string): EntryDraft => ({
  type: "expense",
  direction: "",
  amount: "",
  currency,
  day: "",
  description: "",
  referenceNumber: "",
  category: "",
  paymentMethod: "",
  recipientType: "",
  notes: "",
});

const optionalTexts = ["referenceNumber", "category", "paymentMethod", "recipientType", "notes"] as const;

type OptionalTexts = { readonly [Name in (typeof optionalTexts)[number]]?: string };

/** What the service is sent. Amounts stay the text that was typed: the service says whether it is one. */
export const entryRequestOf = (draft: EntryDraft) => {
  const { type, direction, amount, currency, day, description } = draft;
  const texts: OptionalTexts = Object.fromEntries(
    optionalTexts.flatMap((name) => (draft[name].trim() === "" ? [] : [[name, draft[name].trim()]])),
  );
  return {
    type,
    amount: amount.trim(),
    currency: currency.trim().toUpperCase(),
    description: description.trim(),
    ...(day === "" ? {} : { occurredAt: noonOf(day) }),
    ...(type !== "other" || direction === "" ? {} : { direction: direction === "1" ? (1 as const) : (-1 as const) }),
    ...texts,
  };
};

/** The field of the form that a problem's pointer is about; null = none. */
export const fieldOfPointer = (pointer: string): keyof EntryDraft | null => {
  const name = pointer.replace(/^\//, "");
  if (name === "occurredAt") return "day";
  return name in emptyDraft("") ? (name as keyof EntryDraft) : null;
};
