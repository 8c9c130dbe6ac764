import { type TRPC_ERROR_CODE_KEY, TRPCError } from "@trpc/server";
import { AppError } from "../application/errors.ts";
import { type Issue, invalidPartsOf } from "../contract/invalid-parts.ts";
import { type ProblemStatus, problemKinds } from "../contract/problem-kinds.ts";
import { internalReport, type ProblemReport, refusalReportOf } from "../contract/problem-report.ts";

/** What a caller is told about an error, whoever threw it. */
export const errorReportOf = (error: TRPCError): ProblemReport => {
  const { cause, code } = error;
  if (cause instanceof AppError) return refusalReportOf(cause);
  return ownReports[code]?.(error) ?? internalReport;
};

/** The library's own refusals. */
const ownReports: Partial<Record<TRPC_ERROR_CODE_KEY, (error: TRPCError) => ProblemReport>> = {
  BAD_REQUEST: ({ message, cause }) => ({
    code: "malformed_json",
    detail: cause instanceof SyntaxError ? "The input is not JSON." : message,
  }),
  NOT_FOUND: () => ({ code: "unknown_path", detail: "There is no procedure of this name." }),
  METHOD_NOT_SUPPORTED: () => ({
    code: "method_not_allowed",
    detail: "Queries and subscriptions are asked by GET, mutations by POST.",
  }),
  UNSUPPORTED_MEDIA_TYPE: () => ({
    code: "unsupported_media_type",
    detail: "Send the input as JSON, with Content-Type: application/json.",
  }),
};

/** The library's word for each status: its client and its status line go by it. */
export const codeOfStatus: Readonly<Record<ProblemStatus, TRPC_ERROR_CODE_KEY>> = {
  400: "BAD_REQUEST",
  401: "UNAUTHORIZED",
  403: "FORBIDDEN",
  404: "NOT_FOUND",
  405: "METHOD_NOT_SUPPORTED",
  408: "TIMEOUT",
  409: "CONFLICT",
  412: "PRECONDITION_FAILED",
  413: "PAYLOAD_TOO_LARGE",
  415: "UNSUPPORTED_MEDIA_TYPE",
  422: "UNPROCESSABLE_CONTENT",
  428: "PRECONDITION_REQUIRED",
  429: "TOO_MANY_REQUESTS",
  // Answered before there is a request that any transport sees.
  431: "BAD_REQUEST",
  500: "INTERNAL_SERVER_ERROR",
  503: "SERVICE_UNAVAILABLE",
};

/** The same error under the code of its problem, so that it has the same status as over REST. */
export const recoded = (error: TRPCError): TRPCError => {
  const refusal = hasIssues(error) ? invalid(error.cause.issues) : error;
  const { status } = problemKinds[errorReportOf(refusal).code];
  return new TRPCError({ code: codeOfStatus[status], message: refusal.message, cause: refusal.cause });
};

/** The library's word for an input that a schema refuses, and for nothing else that has a cause. */
const hasIssues = (error: TRPCError): error is TRPCError & { readonly cause: { readonly issues: readonly Issue[] } } =>
  error.code === "BAD_REQUEST" && error.cause !== undefined && "issues" in error.cause;

const invalid = (issues: readonly Issue[]): TRPCError => {
  const details = invalidPartsOf(issues, "");
  const cause = new AppError("validation", "The request is not valid: see errors.", { details });
  return new TRPCError({ code: "BAD_REQUEST", message: cause.message, cause });
};
