import { z } from "zod";
import { realTimeSchema } from "./real-time.ts";
import { runProgressSchema } from "./run.ts";
import { timeSchema } from "./time.ts";
import { verificationSchema } from "./verification.ts";

export const scheduledSchema = z.object({
  isRunning: z.boolean(),
  totalSchedules: z.int(),
  enabledSchedules: z.int(),
  isPaused: z.boolean(),
  nextRun: timeSchema.nullable(),
});

/** The seed's five numbers. */
export const totalsSchema = z.object({
  totalSynced: z.int(),
  successCount: z.int(),
  errorCount: z.int(),
  lastSyncTime: timeSchema.nullable(),
  /** The last successful full sync's; 0 before the first. Unit: ms. */
  syncDuration: z.int(),
});

const fullSyncSchema = z.object({
  inProgress: z.boolean(),
  runId: z.string().nullable(),
  progress: runProgressSchema.nullable(),
});

const breakerSchema = z.enum(["closed", "open", "half_open"]);

const leaderSchema = z.object({
  isLeader: z.boolean(),
  epoch: z.int().nullable(),
  instanceId: z.string().nullable(),
  /** When the leader saw what is told here; null = no leader has said anything, and only what is committed is told. */
  observedAt: timeSchema.nullable(),
  /** Unit: ms. */
  ageMs: z.int().nullable(),
});

/** What the service says about itself right now. */
export const statusSchema = z.object({
  realTime: realTimeSchema,
  scheduled: scheduledSchema,
  stats: totalsSchema,
  fullSync: fullSyncSchema,
  failures: z.object({ open: z.int() }),
  /** `open` = calls of that database are held back after failures in a row. */
  breakers: z.object({ source: breakerSchema, accounting: breakerSchema }),
  /** What units of work may be of their usual size. */
  unitShare: z.number(),
  verification: verificationSchema,
  leader: leaderSchema,
});

export type WireStatus = z.infer<typeof statusSchema>;
export type WireTotals = z.infer<typeof totalsSchema>;
export type WireScheduled = z.infer<typeof scheduledSchema>;
