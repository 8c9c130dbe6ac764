import { z } from "zod";
import { textSchema } from "./text.ts";

const reasonLengthMax = 500;

/** Why a manual entry is taken back; the journal and the void row keep it. */
export const reversalRequestSchema = z.strictObject({ reason: textSchema(reasonLengthMax) });
