import { z } from "zod";
import { currencyCodeSchema } from "./currency.ts";
import { moneySchema } from "./money.ts";
import { timeSchema } from "./time.ts";

export const accountStatusSchema = z.enum(["active", "stub", "archived"]);

const currencyBalanceSchema = z.object({
  income: moneySchema,
  expenses: moneySchema,
  balance: moneySchema,
  rowCount: z.int().min(1),
});

/** The seed's property account without its transactions; the plain numbers are in `currency`, `balances` says all of them exactly. */
export const accountSchema = z.object({
  propertyId: z.string(),
  companyId: z.string().nullable(),
  propertyName: z.string().nullable(),
  propertyAddress: z.string().nullable(),
  ownerId: z.string().nullable(),
  ownerName: z.string().nullable(),
  status: accountStatusSchema,
  isActive: z.boolean(),
  currency: currencyCodeSchema,
  runningBalance: z.number(),
  totalIncome: z.number(),
  totalExpenses: z.number(),
  balances: z.record(currencyCodeSchema, currencyBalanceSchema),
  asOf: z.string(),
  version: z.int(),
  createdAt: timeSchema,
  lastUpdated: timeSchema,
});

export type WireAccount = z.infer<typeof accountSchema>;
