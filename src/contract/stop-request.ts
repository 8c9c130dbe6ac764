import { z } from "zod";
import { textSchema } from "./text.ts";

const reasonLengthMax = 500;

/** Why real-time sync is stopped; health tells it to whoever asks. */
export const stopRequestSchema = z.strictObject({ reason: textSchema(reasonLengthMax).optional() });
