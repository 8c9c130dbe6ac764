import type { Context } from "hono";
import { problemKinds } from "../../contract/problem-kinds.ts";
import { type ProblemReport, problemOf } from "../../contract/problem-report.ts";
import type { HttpEnv } from "../http-env.ts";

/** The one place where a problem becomes an answer. Headers that were set before stay. */
export const answerProblem = (c: Context<HttpEnv>, report: ProblemReport): Response => {
  const { status, retryAfterS } = problemKinds[report.code];
  const { requestId, traceId, refusalText } = c.var;
  const problem = problemOf(report, { instance: new URL(c.req.url).pathname, requestId, traceId });
  c.header("Content-Type", refusalText === undefined ? "application/problem+json" : "application/json");
  if (retryAfterS !== undefined) c.header("Retry-After", String(retryAfterS));
  if (report.activeRun !== undefined) c.header("Link", `<${report.activeRun}>; rel="related"`);
  return c.body((refusalText ?? JSON.stringify)(problem), status);
};
