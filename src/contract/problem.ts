import { z } from "zod";

/** Every word a problem can have as its `code`; closed, so that a client can tell them all apart. */
export const problemCodeSchema = z.enum([
  "malformed_json",
  "malformed_request",
  "request_incomplete",
  "headers_too_large",
  "validation",
  "cross_site",
  "not_found",
  "unauthenticated",
  "forbidden",
  "too_many_requests",
  "access_unavailable",
  "access_configuration",
  "unknown_path",
  "method_not_allowed",
  "conflict",
  "run_active",
  "precondition_failed",
  "disabled",
  "needs_confirmation",
  "already_reversed",
  "payload_too_large",
  "unsupported_media_type",
  "idempotency_key_required",
  "idempotency_key_reused",
  "not_leader",
  "command_pending",
  "fenced",
  "cancelled",
  "source_unavailable",
  "accounting_unavailable",
  "source_overloaded",
  "accounting_overloaded",
  "unit_too_large",
  "source_configuration",
  "accounting_configuration",
  "source_replaced",
  "history_lost",
  "mass_failure",
  "foreign_database",
  "request_timeout",
  "internal",
]);

/** Where in the request: a JSON pointer into the body, or one that begins with `/query`, `/path` or `/header`. */
const problemErrorSchema = z.object({ pointer: z.string(), message: z.string() });

/** An answer of `application/problem+json` (RFC 9457). */
export const problemSchema = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int().min(400).max(599),
  detail: z.string(),
  instance: z.string(),
  success: z.literal(false),
  code: problemCodeSchema,
  requestId: z.string(),
  traceId: z.string(),
  errors: z.array(problemErrorSchema),
  /** Only on `run_active`: where the run in the way is found. */
  activeRun: z.string().optional(),
});

export type ProblemCode = z.infer<typeof problemCodeSchema>;
export type ProblemError = z.infer<typeof problemErrorSchema>;
export type Problem = z.infer<typeof problemSchema>;
