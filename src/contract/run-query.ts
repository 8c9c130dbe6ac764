import { z } from "zod";
import { pageQueryShape } from "./page-query.ts";
import { runKindSchema, runStateSchema } from "./run.ts";

/** Which runs a list shows. */
export const runQuerySchema = z.strictObject({
  kind: runKindSchema.optional(),
  state: runStateSchema.optional(),
  ...pageQueryShape,
});
