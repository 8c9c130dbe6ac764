/** Every way in which the service can refuse or fail that a caller must be told about. */
export type ErrorCode =
  | "validation"
  | "not_found"
  | "unauthenticated"
  | "forbidden"
  | "too_many_requests"
  | "access_unavailable"
  | "access_configuration"
  | "conflict"
  | "run_active"
  | "precondition_failed"
  | "disabled"
  | "needs_confirmation"
  | "idempotency_key_required"
  | "idempotency_key_reused"
  | "already_reversed"
  | "not_leader"
  | "command_pending"
  | "source_unavailable"
  | "accounting_unavailable"
  | "source_overloaded"
  | "accounting_overloaded"
  | "unit_too_large"
  | "source_configuration"
  | "accounting_configuration"
  | "source_replaced"
  | "history_lost"
  | "mass_failure"
  | "foreign_database"
  | "fenced"
  | "cancelled"
  | "internal";

export type ErrorDetail = { readonly pointer: string; readonly message: string };

/** The one error class. `message` says what is wrong, where, and what to do; `cause` is for the log alone. */
export class AppError extends Error {
  readonly code: ErrorCode;
  readonly details: readonly ErrorDetail[];

  constructor(code: ErrorCode, message: string, options: { cause?: unknown; details?: readonly ErrorDetail[] } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = "AppError";
    this.code = code;
    this.details = options.details ?? [];
  }
}

const transientCodes: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  "source_unavailable",
  "accounting_unavailable",
  "source_overloaded",
  "accounting_overloaded",
]);

/** Worth trying again by itself: the other side was away or had too much to do, and was not wrong. */
export const isTransient = (error: unknown): boolean => error instanceof AppError && transientCodes.has(error.code);

/** What may be told of any error: its code and message, never its cause. */
export const describeError = (error: unknown): { readonly code: string; readonly message: string } => ({
  code: error instanceof AppError ? error.code : "internal",
  message: error instanceof Error ? error.message : String(error),
});
