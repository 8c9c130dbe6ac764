import { z } from "zod";
import { runStateSchema } from "./run.ts";
import { timeSchema } from "./time.ts";

export const scheduleKindSchema = z.enum(["full", "incremental", "consistency", "deep"]);

/** The seed's schedule, and what follows from it beside it. */
export const scheduleSchema = z.object({
  name: z.string(),
  kind: scheduleKindSchema,
  cronExpression: z.string(),
  timezone: z.string(),
  description: z.string(),
  enabled: z.boolean(),
  /** Runs that began and are over. */
  runCount: z.int(),
  /** Of the successful ones; 0 before the first. Unit: ms. */
  averageDuration: z.int(),
  lastRun: timeSchema.nullable(),
  lastStatus: runStateSchema.nullable(),
  lastError: z.string().nullable(),
  /** Null, and `nextRuns` empty, while it will not run: switched off, paused, or forbidden by configuration. */
  nextRun: timeSchema.nullable(),
  nextRuns: z.array(timeSchema),
  humanReadable: z.string(),
  createdAt: timeSchema,
  updatedAt: timeSchema,
  /** What `If-Match` wants to hear. */
  etag: z.string(),
});

export const schedulePreviewSchema = z.object({
  cronExpression: z.string(),
  timezone: z.string(),
  humanReadable: z.string(),
  nextRuns: z.array(timeSchema),
  notes: z.array(z.string()),
});

export type WireSchedule = z.infer<typeof scheduleSchema>;
export type WireSchedulePreview = z.infer<typeof schedulePreviewSchema>;
