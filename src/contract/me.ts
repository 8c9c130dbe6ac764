import { z } from "zod";
import { roles } from "../domain/access/role.ts";

/** Who asks, as the service knows them, and what they may ask for. */
export const meSchema = z.object({
  actor: z.string(),
  roles: z.array(z.enum(roles)),
  /** Null = bound to no company. */
  companyId: z.string().nullable(),
  /** By their names over tRPC, in alphabetical order. */
  operations: z.array(z.string()),
});

export type WireMe = z.infer<typeof meSchema>;
