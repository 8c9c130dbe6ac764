import type { HttpMiddleware } from "../http-env.ts";
import type { HttpOptions } from "../http-options.ts";

/** Tells the access log about every answer, however it came about. */
export const reportAnswers = ({ now, onAnswer }: Pick<HttpOptions, "now" | "onAnswer">): HttpMiddleware => {
  return async (c, next) => {
    const startedAt = now();
    await next();
    const { method, path } = c.req;
    onAnswer({
      requestId: c.get("requestId"),
      traceId: c.get("traceId"),
      method,
      path,
      status: c.res.status,
      durationMs: now() - startedAt,
    });
  };
};
