import type { StatusCode } from "hono/utils/http-status";
import type { HttpApp, HttpMiddleware } from "./http-env.ts";
import type { HttpOptions, Mount } from "./http-options.ts";
import { tellFailure } from "./problem/handle-errors.ts";

/** From here on, a refusal is worded as the mounted transport does. */
export const wordRefusals =
  ({ refusalText }: Mount): HttpMiddleware =>
  (c, next) => {
    c.set("refusalText", refusalText);
    return next();
  };

/** Hands the other transport each request with what the middleware has found out about it. */
export const addMount = (app: HttpApp, { path, answer }: Mount, onServerError: HttpOptions["onServerError"]): void => {
  app.on(["GET", "POST"], `${path}/*`, async (c) => {
    const { caller, useCases, requestId, traceId, requireKnown } = c.var;
    const onFailure = (error: unknown, status: number): void => tellFailure(c, { error, status }, onServerError);
    const call = { caller, useCases, requestId, traceId, requireKnown, onFailure };
    const { body, status, headers } = await answer(c.req.raw, call);
    // Safe: any status that an answer can have.
    return c.newResponse(body, status as StatusCode, Object.fromEntries(headers));
  });
};
