import { z } from "zod";
import { runIdSchema } from "./run.ts";
import { timeSchema } from "./time.ts";

export const checkIdSchema = runIdSchema;

export const findingRuleSchema = z.enum([
  "missing_account",
  "orphaned_account",
  "stub_account",
  "missing_transaction",
  "phantom_transaction",
  "amount_mismatch",
  "currency_mismatch",
  "wrong_account",
  "field_mismatch",
  "balance_mismatch",
  "totals_mismatch",
  "row_count_mismatch",
  "owner_mismatch",
  "orphaned_owner",
  "unprojectable_document",
  "invalid_manual_entry",
  "journal_mismatch",
  "possible_duplicate_payment",
  "checkpoint_stale",
  "history_gap",
  "index_missing",
]);

export const findingSeveritySchema = z.enum(["critical", "high", "medium", "low"]);

/** One rule and how often it was broken. */
const inconsistencySchema = z.object({
  type: findingRuleSchema,
  description: z.string(),
  count: z.int(),
  severity: findingSeveritySchema,
});

/** The newest report. */
export const consistencySchema = z.object({
  isConsistent: z.boolean(),
  checkedAt: timeSchema,
  /** The source's cluster time of the check's last reading, `<seconds>.<increment>`; null when the source was empty. */
  asOf: z.string().nullable(),
  inconsistencies: z.array(inconsistencySchema),
  checkId: z.string(),
});

const lookedSchema = z.object({
  payments: z.int(),
  properties: z.int(),
  rows: z.int(),
  accounts: z.int(),
  journalLines: z.int(),
});

/** One check, also while it runs. */
export const checkSchema = z.object({
  id: z.string(),
  state: z.enum(["running", "complete", "incomplete"]),
  /** Null until it is complete. */
  isConsistent: z.boolean().nullable(),
  startedAt: timeSchema,
  endedAt: timeSchema.nullable(),
  asOf: z.object({ from: z.string(), to: z.string() }).nullable(),
  looked: lookedSchema,
  findings: z.int(),
  inconsistencies: z.array(inconsistencySchema),
  unsettled: z.int(),
  followsStream: z.boolean(),
  isTruncated: z.boolean(),
  criticalSince: timeSchema.nullable(),
});

export type WireConsistency = z.infer<typeof consistencySchema>;
export type WireCheck = z.infer<typeof checkSchema>;
