import { z } from "zod";
import { timeSchema } from "./time.ts";

/** How much of the main database the ledger is known to match. All null = no check has looked at everything yet. */
export const verificationSchema = z.object({
  verifiedAt: timeSchema.nullable(),
  /** Payments, not rows: whoever is not posted matches when the ledger has nothing of it. */
  matched: z.int().nullable(),
  total: z.int().nullable(),
  issueCount: z.int().nullable(),
  rowsChecked: z.int(),
  rowsTotal: z.int().nullable(),
  /** 0 = the verification that never ends is switched off. */
  ratePerSecond: z.number(),
});

export type WireVerification = z.infer<typeof verificationSchema>;
