import { z } from "zod";
import { historyWindows } from "../domain/sync/history.ts";
import { timeSchema } from "./time.ts";

const historyWindowSchema = z.enum(historyWindows);

/** Which window is asked for; the shortest where nothing is said. */
export const historyQuerySchema = z.strictObject({ window: historyWindowSchema.optional() });

/** However long the window is. */
const stretchesMax = 360;

const stretchSchema = z.object({
  at: timeSchema,
  kind: z.enum(["gap", "idle", "busy"]),
  /** For how much of it an instance led. */
  knownMs: z.int(),
  lagMs: z.number().nullable(),
  changes: z.object({ payments: z.int(), properties: z.int(), owners: z.int() }),
  failed: z.int(),
  errors: z.int(),
});

export const historySchema = z.object({
  window: historyWindowSchema,
  from: timeSchema,
  to: timeSchema,
  stepMs: z.int(),
  stretches: z.array(stretchSchema).max(stretchesMax),
});

export type WireHistory = z.infer<typeof historySchema>;
export type WireHistoryWindow = z.infer<typeof historyWindowSchema>;
