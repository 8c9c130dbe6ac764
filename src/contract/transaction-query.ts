import { z } from "zod";
import { currencySchema } from "./currency.ts";
import { pageQueryShape } from "./page-query.ts";
import { timeInputSchema } from "./time.ts";
import { transactionOriginSchema, transactionStatusSchema, transactionTypeSchema } from "./transaction.ts";

/** Which entries of an account a list shows: `from` inclusive, `to` exclusive, both by `occurredAt`. */
export const transactionQuerySchema = z.strictObject({
  status: transactionStatusSchema.optional(),
  type: transactionTypeSchema.optional(),
  origin: transactionOriginSchema.optional(),
  currency: currencySchema.optional(),
  from: timeInputSchema.optional(),
  to: timeInputSchema.optional(),
  ...pageQueryShape,
});

type Query = z.output<typeof transactionQuerySchema>;
type Filter = { readonly [Key in Exclude<keyof Query, "limit" | "cursor">]-?: NonNullable<Query[Key]> | null };

export const transactionFilterOf = ({ status, type, origin, currency, from, to }: Query): Filter => ({
  status: status ?? null,
  type: type ?? null,
  origin: origin ?? null,
  currency: currency ?? null,
  from: from ?? null,
  to: to ?? null,
});
