import { z } from "zod";
import { timeSchema } from "./time.ts";

const runIdLengthMax = 100;

export const runIdSchema = z.string().min(1).max(runIdLengthMax);
export const runKindSchema = z.enum(["initial", "full", "deep", "incremental", "consistency", "fix", "retry"]);
export const runStateSchema = z.enum(["queued", "running", "succeeded", "failed", "cancelled", "skipped"]);

export const runProgressSchema = z.object({
  phase: z.enum([
    "changes",
    "properties",
    "payments",
    "count",
    "void_rows",
    "archive_accounts",
    "failures",
    "rows",
    "totals",
    "journal",
    "fix",
    "verify",
    "done",
  ]),
  processed: z.int(),
  total: z.int().nullable(),
  /** At the pace so far; null while it cannot be told. Unit: ms. */
  etaMs: z.int().nullable(),
});

const runCountsSchema = z.object({
  read: z.int(),
  applied: z.int(),
  unchanged: z.int(),
  notPosted: z.int(),
  failed: z.int(),
  retracted: z.int(),
  driftCorrected: z.int(),
  aheadCorrected: z.int(),
  toRetract: z.int(),
  expiredRemoved: z.int(),
});

/** One piece of long work: what was asked, how far it is, how it ended. */
export const runSchema = z.object({
  id: z.string(),
  kind: runKindSchema,
  trigger: z.enum(["api", "schedule", "startup", "cli"]),
  actor: z.string(),
  state: runStateSchema,
  dryRun: z.boolean(),
  confirmed: z.boolean(),
  progress: runProgressSchema,
  counts: runCountsSchema,
  drift: z.array(z.string()),
  createdAt: timeSchema,
  startedAt: timeSchema.nullable(),
  endedAt: timeSchema.nullable(),
  error: z.object({ code: z.string(), message: z.string() }).nullable(),
  resumedFrom: z.string().nullable(),
  /** Of the trace that it is told in; null when nothing is traced. */
  traceId: z.string().nullable(),
  /** `plannedAt` null = a person let it run now. */
  schedule: z.object({ name: z.string(), plannedAt: timeSchema.nullable() }).nullable(),
});

export type WireRun = z.infer<typeof runSchema>;
export type WireRunProgress = z.infer<typeof runProgressSchema>;
