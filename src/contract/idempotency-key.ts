import { z } from "zod";

const keyLengthMax = 255;

/** A caller's own name for one request, so that sending it twice does it once: printable ASCII without spaces, a UUID for instance. */
export const idempotencyKeySchema = z
  .string()
  .max(keyLengthMax)
  .regex(/^[!-~]+$/, "Must be printable ASCII without spaces.");
