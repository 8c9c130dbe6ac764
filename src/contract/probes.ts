import { z } from "zod";

/** The process answers. */
export const liveSchema = z.object({ status: z.literal("alive"), version: z.string() });

/** Both databases answer, or which does not. */
export const readySchema = z.object({ isReady: z.boolean(), source: z.boolean(), accounting: z.boolean() });
