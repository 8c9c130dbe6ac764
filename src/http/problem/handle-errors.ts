import type { Context } from "hono";
import { methodNotAllowed } from "hono/method-not-allowed";
import { AppError } from "../../application/errors.ts";
import { problemKinds } from "../../contract/problem-kinds.ts";
import type { HttpApp, HttpEnv } from "../http-env.ts";
import type { HttpOptions } from "../http-options.ts";
import { exactPathsFirst } from "../middleware/exact-paths-first.ts";
import { routeOf } from "../route-of.ts";
import { answerProblem } from "./answer-problem.ts";
import { errorReportOf } from "./error-report.ts";

type OnServerError = HttpOptions["onServerError"];

/** Replaces every answer that Hono would give by itself when something goes wrong. */
export const handleErrors = (app: HttpApp, onServerError: OnServerError): void => {
  app.onError((error, c) => answerError(error, c, onServerError));
  app.notFound((c) => answerProblem(c, { code: "unknown_path", detail: "Nothing is found at this path." }));
  app.use(methodNotAllowed({ app, onMethodNotAllowed: refuseMethod }), exactPathsFirst(app, refuseMethod));
};

const answerError = (error: unknown, c: Context<HttpEnv>, onServerError: OnServerError): Response => {
  const report = errorReportOf(error);
  tellFailure(c, { error, status: problemKinds[report.code].status }, onServerError);
  return answerProblem(c, report);
};

/** Tells the error log what it has to know of. */
export const tellFailure = (
  c: Context<HttpEnv>,
  { error, status }: { readonly error: unknown; readonly status: number },
  onServerError: OnServerError,
): void => {
  const { requestId, traceId } = c.var;
  if (status < 500 || callerLeft(error, c)) return;
  onServerError(error, { requestId, traceId, method: c.req.method, route: routeOf(c), status });
};

/** Whoever hangs up while waiting for a run ends the wait: nothing failed, and nobody reads the answer. */
const callerLeft = (error: unknown, c: Context<HttpEnv>): boolean =>
  error instanceof AppError && error.code === "cancelled" && c.req.raw.signal.aborted;

const refuseMethod = (c: Context<HttpEnv>, methods: readonly string[]): Response => {
  const allowed = methods.join(", ");
  c.header("Allow", allowed);
  return answerProblem(c, { code: "method_not_allowed", detail: `This path allows ${allowed}.` });
};
