import { z } from "zod";
import { pageQueryShape } from "./page-query.ts";
import { runKindSchema, runStateSchema } from "./run.ts";
import { scheduleNameSchema } from "./schedule-request.ts";

/** Which runs a list shows. */
export const runQuerySchema = z.strictObject({
  kind: runKindSchema.optional(),
  state: runStateSchema.optional(),
  /** The schedule that asked for them, by its name; also one that is deleted. */
  schedule: scheduleNameSchema.optional(),
  ...pageQueryShape,
});
