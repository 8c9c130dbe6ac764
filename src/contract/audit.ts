import { z } from "zod";
import { type AuditLine, auditOutcomes } from "../domain/audit/audit-line.ts";
import { pageQueryShape } from "./page-query.ts";
import { textSchema } from "./text.ts";
import { timeInputSchema, timeSchema, timeToWire } from "./time.ts";

const nameLengthMax = 200;

/** Which lines a list shows: `from` inclusive, `to` exclusive, both by `at`. */
export const auditQuerySchema = z.strictObject({
  actor: textSchema(nameLengthMax).optional(),
  action: textSchema(nameLengthMax).optional(),
  from: timeInputSchema.optional(),
  to: timeInputSchema.optional(),
  ...pageQueryShape,
});

const factsSchema = z.record(z.string(), z.unknown()).nullable();

/** One line of the audit trail. */
export const auditLineSchema = z.object({
  seq: z.int(),
  operationId: z.string(),
  at: timeSchema,
  actor: z.object({ id: z.string(), roles: z.array(z.string()) }),
  action: z.string(),
  subject: z.record(z.string(), z.string()),
  before: factsSchema,
  after: factsSchema,
  outcome: z.enum(auditOutcomes),
  code: z.string().nullable(),
  requestId: z.string().nullable(),
  traceId: z.string().nullable(),
  previousHash: z.string(),
  hash: z.string(),
});

export type WireAuditLine = z.infer<typeof auditLineSchema>;

export const auditLineToWire = ({ actor, at, ...line }: AuditLine): WireAuditLine => ({
  ...line,
  at: timeToWire(at),
  actor: { id: actor.id, roles: [...actor.roles] },
});
