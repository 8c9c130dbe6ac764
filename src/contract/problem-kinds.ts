import type { ProblemCode } from "./problem.ts";

export type ProblemStatus =
  | 400
  | 401
  | 403
  | 404
  | 405
  | 408
  | 409
  | 412
  | 413
  | 415
  | 422
  | 428
  | 429
  | 431
  | 500
  | 503;

export type ProblemKind = {
  readonly status: ProblemStatus;
  readonly title: string;
  /** When trying again may help. Unit: s. */
  readonly retryAfterS?: number;
};

/** A database that went away is tried again every few seconds; a lease changes hands within 15 s. */
const databaseRetryS = 5;
const leaderRetryS = 15;
/** Limits of a caller are counted by the minute. */
const rateRetryS = 60;

/** What each refusal is over HTTP. 503 without a time to retry needs a person first. */
export const problemKinds: Readonly<Record<ProblemCode, ProblemKind>> = {
  validation: { status: 422, title: "The request is not valid" },
  not_found: { status: 404, title: "Not found" },
  unauthenticated: { status: 401, title: "Not authenticated" },
  forbidden: { status: 403, title: "Not allowed" },
  access_unavailable: { status: 503, title: "Callers cannot be told apart now", retryAfterS: databaseRetryS },
  access_configuration: { status: 503, title: "Access control not usable" },
  too_many_requests: { status: 429, title: "Too many requests", retryAfterS: rateRetryS },
  conflict: { status: 409, title: "Conflict" },
  run_active: { status: 409, title: "A run is active" },
  precondition_failed: { status: 412, title: "Changed meanwhile" },
  disabled: { status: 409, title: "Disabled by configuration" },
  needs_confirmation: { status: 409, title: "Needs confirmation" },
  idempotency_key_required: { status: 428, title: "Idempotency-Key required" },
  idempotency_key_reused: { status: 422, title: "Idempotency-Key used for another request" },
  already_reversed: { status: 409, title: "Already reversed" },
  not_leader: { status: 503, title: "Another instance leads", retryAfterS: leaderRetryS },
  command_pending: { status: 503, title: "Not done yet", retryAfterS: databaseRetryS },
  fenced: { status: 503, title: "Another instance has taken over", retryAfterS: leaderRetryS },
  cancelled: { status: 503, title: "Cancelled", retryAfterS: databaseRetryS },
  source_unavailable: { status: 503, title: "Main database unavailable", retryAfterS: databaseRetryS },
  accounting_unavailable: { status: 503, title: "Accounting database unavailable", retryAfterS: databaseRetryS },
  source_overloaded: { status: 503, title: "Main database overloaded", retryAfterS: databaseRetryS },
  accounting_overloaded: { status: 503, title: "Accounting database overloaded", retryAfterS: databaseRetryS },
  unit_too_large: { status: 503, title: "Too much at once for the accounting database", retryAfterS: databaseRetryS },
  source_configuration: { status: 503, title: "Main database not usable" },
  accounting_configuration: { status: 503, title: "Accounting database not usable" },
  source_replaced: { status: 503, title: "Main database replaced" },
  history_lost: { status: 503, title: "Changes were missed" },
  mass_failure: { status: 503, title: "Too many documents fail" },
  foreign_database: { status: 503, title: "Accounting database of another service" },
  internal: { status: 500, title: "Internal error" },

  // Before the service is asked.
  malformed_json: { status: 400, title: "Malformed JSON" },
  malformed_request: { status: 400, title: "Malformed request" },
  request_incomplete: { status: 408, title: "Request incomplete" },
  headers_too_large: { status: 431, title: "Headers too large" },
  cross_site: { status: 403, title: "Request of another site" },
  unknown_path: { status: 404, title: "Unknown path" },
  method_not_allowed: { status: 405, title: "Method not allowed" },
  payload_too_large: { status: 413, title: "Body too large" },
  unsupported_media_type: { status: 415, title: "Unsupported media type" },
  request_timeout: { status: 503, title: "No answer in time", retryAfterS: databaseRetryS },
};
