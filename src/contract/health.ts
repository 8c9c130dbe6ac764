import { z } from "zod";
import { realTimeSchema } from "./real-time.ts";
import { scheduledSchema } from "./status.ts";
import { timeSchema } from "./time.ts";
import { verificationSchema } from "./verification.ts";

const reasonSchema = z.object({
  code: z.string(),
  severity: z.enum(["degraded", "unhealthy"]),
  message: z.string(),
  action: z.string(),
});

/** All null = no check has looked yet. */
const dataConsistencySchema = z.object({
  isConsistent: z.boolean().nullable(),
  issueCount: z.int().nullable(),
  checkedAt: timeSchema.nullable(),
});

/** What the verdict rests on. */
const checksSchema = z.object({
  realTime: realTimeSchema.shape.state,
  lagMs: z.number().nullable(),
  openFailures: z.int(),
  isLeader: z.boolean(),
  observedAt: timeSchema.nullable(),
});

export const healthSchema = z.object({
  status: z.enum(["healthy", "degraded", "unhealthy"]),
  reasons: z.array(reasonSchema),
  realTime: realTimeSchema.pick({ isRunning: true, lastSync: true }),
  scheduled: scheduledSchema.pick({ isRunning: true, nextRun: true }),
  dataConsistency: dataConsistencySchema,
  verification: verificationSchema,
  checks: checksSchema,
  timestamp: timeSchema,
});

export type WireHealth = z.infer<typeof healthSchema>;
