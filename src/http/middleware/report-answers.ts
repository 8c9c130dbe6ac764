import type { HttpMiddleware } from "../http-env.ts";
import type { HttpOptions } from "../http-options.ts";

/** Tells the access log about every answer, however it came about. */
export const reportAnswers = ({ now, onAnswer }: Pick<HttpOptions, "now" | "onAnswer">): HttpMiddleware => {
  return async (c, next) => {
    const startedAt = now();
    await next();
    const { requestId, traceId } = c.var;
    const { method, path } = c.req;
    onAnswer({ requestId, traceId, method, path, status: c.res.status, durationMs: now() - startedAt });
  };
};
