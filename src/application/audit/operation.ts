import type { AuditEntry, AuditSubject } from "../../domain/audit/audit-line.ts";
import type { Caller } from "../caller.ts";
import { AppError, type ErrorCode } from "../errors.ts";
import type { Clock } from "../ports/clock.ts";

export type OperationPorts = { readonly clock: Clock; readonly newToken: () => string };

/** An act that somebody has asked for, as the audit trail keeps it; what became of it is said over this. */
export const operationOf = (
  { clock, newToken }: OperationPorts,
  { actor, roles = [], requestId, traceId }: Caller,
  action: string,
  subject: AuditSubject,
): AuditEntry => ({
  operationId: newToken(),
  at: clock.now(),
  actor: { id: actor, roles },
  action,
  subject,
  before: null,
  after: null,
  outcome: "succeeded",
  code: null,
  requestId: requestId ?? null,
  traceId: traceId ?? null,
});

/** What an error says of the act that it ended: refused, so that nothing was done, or gone wrong on the way. */
export const unsuccessful = (error: unknown): Pick<AuditEntry, "outcome" | "code"> => {
  const code = error instanceof AppError ? error.code : "internal";
  return { outcome: refusals.has(code) ? "refused" : "failed", code };
};

/** Nothing has been done when one of these is answered. */
export const refusals: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  "validation",
  "not_found",
  "forbidden",
  "conflict",
  "run_active",
  "precondition_failed",
  "disabled",
  "needs_confirmation",
  "idempotency_key_reused",
  "already_reversed",
  "not_leader",
]);
