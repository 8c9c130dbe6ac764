import { z } from "zod";
import { moneySchema } from "./money.ts";
import { timeSchema } from "./time.ts";

export const transactionTypeSchema = z.enum(["income", "expense", "owner_payout", "repair", "maintenance", "other"]);
export const transactionStatusSchema = z.enum(["posted", "void"]);
export const transactionOriginSchema = z.enum(["sync", "manual"]);

/** 1 adds to the balance, -1 takes away. */
export const directionSchema = z.literal([1, -1]);

/** One ledger entry. `amount` is always positive: `direction` is its sign. */
export const transactionSchema = z.object({
  id: z.string(),
  propertyId: z.string(),
  companyId: z.string().nullable(),
  type: transactionTypeSchema,
  status: transactionStatusSchema,
  origin: transactionOriginSchema,
  direction: directionSchema,
  amount: moneySchema,
  occurredAt: timeSchema,
  description: z.string().nullable(),
  category: z.string().nullable(),
  paymentId: z.string().nullable(),
  referenceNumber: z.string().nullable(),
  paymentMethod: z.string().nullable(),
  recipientType: z.string().nullable(),
  notes: z.string().nullable(),
  processedBy: z.string().nullable(),
  amountSource: z.string().nullable(),
  voidReason: z.string().nullable(),
  voidedBy: z.string().nullable(),
  asOf: z.string(),
  postedAt: timeSchema,
  updatedAt: timeSchema,
});

export type WireTransaction = z.infer<typeof transactionSchema>;

/** An entry in its account's list: `runningBalance` is the balance in its currency when it and every older entry counts. */
export const listedTransactionSchema = transactionSchema.extend({ runningBalance: moneySchema });

export type WireListedTransaction = z.infer<typeof listedTransactionSchema>;
