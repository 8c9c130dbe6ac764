import { z } from "zod";
import { timeSchema } from "./time.ts";

/** The seed's `isRunning` and `lastSync`, and what real-time sync says about itself beside them. */
export const realTimeSchema = z.object({
  isRunning: z.boolean(),
  lastSync: timeSchema.nullable(),
  wanted: z.boolean(),
  state: z.enum(["stopped", "starting", "initial_sync", "reprojecting", "history_lost", "live", "waiting", "failed"]),
  mode: z.enum(["change_stream", "polling"]),
  polling: z.object({ pollSeconds: z.number(), sweepSeconds: z.number(), sweptAt: timeSchema.nullable() }).nullable(),
  lagMs: z.number().nullable(),
  position: z.string().nullable(),
  error: z.object({ code: z.string(), message: z.string() }).nullable(),
});

export const realTimeAnswerSchema = z.object({ realTime: realTimeSchema });

export type WireRealTime = z.infer<typeof realTimeSchema>;
