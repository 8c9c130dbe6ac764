import type { Context } from "hono";
import type { Problem, ProblemCode, ProblemError } from "../../contract/problem.ts";
import type { HttpEnv } from "../http-env.ts";
import { problemKinds } from "./problem-kinds.ts";

/** What a problem says of its own; the rest follows from the code and the request. */
export type ProblemReport = {
  readonly code: ProblemCode;
  readonly detail: string;
  readonly errors?: readonly ProblemError[];
  /** Path of the run in the way. */
  readonly activeRun?: string;
};

/** The one place where a problem becomes an answer. Headers that were set before stay. */
export const answerProblem = (c: Context<HttpEnv>, report: ProblemReport): Response => {
  const { status, retryAfterS } = problemKinds[report.code];
  c.header("Content-Type", "application/problem+json");
  if (retryAfterS !== undefined) c.header("Retry-After", String(retryAfterS));
  if (report.activeRun !== undefined) c.header("Link", `<${report.activeRun}>; rel="related"`);
  return c.body(JSON.stringify(problemOf(c, report)), status);
};

const problemOf = (c: Context<HttpEnv>, { code, detail, errors = [], activeRun }: ProblemReport): Problem => ({
  type: `urn:ledgersync:problem:${code}`,
  title: problemKinds[code].title,
  status: problemKinds[code].status,
  detail,
  instance: new URL(c.req.url).pathname,
  success: false,
  code,
  requestId: c.var.requestId,
  traceId: c.var.traceId,
  errors: [...errors],
  ...(activeRun === undefined ? {} : { activeRun }),
});
