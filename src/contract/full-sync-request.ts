import { z } from "zod";
import { runIdSchema } from "./run.ts";

/** `dryRun` only counts what would change; `deep` sums all totals anew besides; `confirm` is the id of a run that ended `needs_confirmation`. */
export const fullSyncRequestSchema = z.strictObject({
  dryRun: z.boolean().optional(),
  deep: z.boolean().optional(),
  confirm: runIdSchema.optional(),
});
