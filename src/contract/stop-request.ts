import { z } from "zod";
import { reasonSchema } from "./reason.ts";

/** Why real-time sync is stopped; health tells it to whoever asks. */
export const stopRequestSchema = z.strictObject({ reason: reasonSchema.optional() });
