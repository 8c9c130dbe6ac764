import { z } from "zod";
import { reasonSchema } from "./reason.ts";

/** Why a manual entry is taken back; the journal and the void row keep it. */
export const reversalRequestSchema = z.strictObject({ reason: reasonSchema });
