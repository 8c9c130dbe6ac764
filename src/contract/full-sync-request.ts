import { z } from "zod";
import { runIdSchema } from "./run.ts";

/** `dryRun` only counts what would change; `confirm` is the id of a run that ended `needs_confirmation`. */
export const fullSyncRequestSchema = z.strictObject({
  dryRun: z.boolean().optional(),
  confirm: runIdSchema.optional(),
});
