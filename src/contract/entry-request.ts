import { z } from "zod";
import { type Currency, exponentOf } from "../domain/money/currency.ts";
import { parseEntryAmount } from "../domain/money/parse-entry-amount.ts";
import { currencySchema } from "./currency.ts";
import { textSchema } from "./text.ts";
import { timeInputSchema } from "./time.ts";
import { directionSchema, transactionTypeSchema } from "./transaction.ts";

/** Lengths in characters. */
const descriptionLengthMax = 500;
const wordLengthMax = 100;
const notesLengthMax = 2_000;
const amountLengthMax = 30;

const amountText = z
  .string()
  .max(amountLengthMax, { abort: true })
  .regex(/^\d+(\.\d+)?$/, "Must be a decimal string such as 150.00.");

const shape = z.strictObject({
  type: transactionTypeSchema,
  amount: amountText,
  currency: currencySchema,
  description: textSchema(descriptionLengthMax),
  occurredAt: timeInputSchema.optional(),
  category: textSchema(wordLengthMax).optional(),
  referenceNumber: textSchema(wordLengthMax).optional(),
  paymentMethod: textSchema(wordLengthMax).optional(),
  recipientType: textSchema(wordLengthMax).optional(),
  notes: textSchema(notesLengthMax).optional(),
  direction: directionSchema.optional(),
});

type Entry = z.output<typeof shape>;

/** The optional fields as null where they are not there. */
type OrNull<Request> = {
  readonly [Field in keyof Request]-?: undefined extends Request[Field]
    ? Exclude<Request[Field], undefined> | null
    : Request[Field];
};

type Refusal = { readonly path: keyof Entry; readonly message: string };

const refuseTogether = (entry: Entry, context: z.RefinementCtx): void => {
  for (const refusal of [amountRefusal(entry.amount, entry.currency), directionRefusal(entry)]) {
    if (refusal !== null) context.addIssue({ code: "custom", path: [refusal.path], message: refusal.message });
  }
};

/** An accountant's manual entry. `amount` in major units of `currency`, above 0; `direction` for `other` only, and there required. */
export const entryRequestSchema = shape.superRefine(refuseTogether, {
  // By default zod would run this also on fields that it has just refused.
  when: ({ issues }) => issues.length === 0,
});

/** An entry in full: what the request does not say is null. */
export const entryOf = (request: Entry): OrNull<Entry> => ({
  type: request.type,
  amount: request.amount,
  currency: request.currency,
  description: request.description,
  occurredAt: request.occurredAt ?? null,
  category: request.category ?? null,
  referenceNumber: request.referenceNumber ?? null,
  paymentMethod: request.paymentMethod ?? null,
  recipientType: request.recipientType ?? null,
  notes: request.notes ?? null,
  direction: request.direction ?? null,
});

const amountRefusal = (text: string, currency: Currency): Refusal | null => {
  const amount = parseEntryAmount(text, exponentOf(currency));
  if (amount.kind === "exact") return amount.amountMinor > 0n ? null : refused("amount", "Must be more than 0.");
  if (amount.code !== "money_sub_minor") return refused("amount", "Is beyond 10^15 minor units.");
  return refused("amount", `Has more decimals than ${currency}, which has ${exponentOf(currency)}.`);
};

const directionRefusal = ({ type, direction }: Entry): Refusal | null => {
  if (type === "other") return direction === undefined ? refused("direction", "Is required for type other.") : null;
  return direction === undefined ? null : refused("direction", `Is for type other only; ${type} says it itself.`);
};

const refused = (path: keyof Entry, message: string): Refusal => ({ path, message });
