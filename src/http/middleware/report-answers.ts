import { AppError } from "../../application/errors.ts";
import type { HttpMiddleware } from "../http-env.ts";
import type { HttpOptions } from "../http-options.ts";
import { routeOf } from "../route-of.ts";

/** Tells the access log about every answer, however it came about. */
export const reportAnswers = ({ now, onAnswer }: Pick<HttpOptions, "now" | "onAnswer">): HttpMiddleware => {
  return async (c, next) => {
    const startedAt = now();
    await next();
    const [requestId, traceId] = [c.get("requestId"), c.get("traceId")];
    const code = c.error instanceof AppError ? c.error.code : null;
    const { method } = c.req;
    const durationMs = now() - startedAt;
    onAnswer({ requestId, traceId, method, route: routeOf(c), status: c.res.status, code, durationMs });
  };
};
