import type { Problem, ProblemCode, ProblemError } from "./problem.ts";
import { problemKinds } from "./problem-kinds.ts";
import { runPath } from "./run-path.ts";

/** What a problem says of its own; the rest follows from the code and the request. */
export type ProblemReport = {
  readonly code: ProblemCode;
  readonly detail: string;
  readonly errors?: readonly ProblemError[];
  /** Path of the run in the way. */
  readonly activeRun?: string;
};

/** The request that a problem is about; `instance` is its path. */
export type ProblemRequest = Pick<Problem, "instance" | "requestId" | "traceId">;

/** A problem in full, the same over every transport. */
export const problemOf = (
  { code, detail, errors = [], activeRun }: ProblemReport,
  { instance, requestId, traceId }: ProblemRequest,
): Problem => ({
  type: `urn:ledgersync:problem:${code}`,
  title: problemKinds[code].title,
  status: problemKinds[code].status,
  detail,
  instance,
  success: false,
  code,
  requestId,
  traceId,
  errors: [...errors],
  ...(activeRun === undefined ? {} : { activeRun }),
});

/** An unknown error says nothing about itself: its text may hold anything. */
export const internalReport: ProblemReport = { code: "internal", detail: "Internal error" };

type Refusal = { readonly code: ProblemCode; readonly message: string; readonly details: readonly ProblemError[] };

/** What a caller is told about a refusal of the service. `run_active` names the run in the way in its first detail. */
export const refusalReportOf = ({ code, message, details }: Refusal): ProblemReport => {
  if (code === "internal") return internalReport;
  if (code !== "run_active") return { code, detail: message, errors: details };
  const runId = details[0]?.message;
  return runId === undefined ? { code, detail: message } : { code, detail: message, activeRun: runPath(runId) };
};
