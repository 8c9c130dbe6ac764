import { z } from "zod";

/** `fresh=true` asks for a new check, whatever report is there. */
export const consistencyQuerySchema = z.strictObject({ fresh: z.enum(["true", "false"]).optional() });
