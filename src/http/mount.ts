import type { StatusCode } from "hono/utils/http-status";
import { attendedStream } from "./attended-stream.ts";
import type { HttpApp, HttpMiddleware } from "./http-env.ts";
import type { HttpOptions, Mount } from "./http-options.ts";
import { tellFailure } from "./problem/handle-errors.ts";

/** From here on, a refusal is worded as the mounted transport does, and the request is known by that transport's own route. */
export const introduceMount =
  ({ refusalText, routeOf }: Mount): HttpMiddleware =>
  (c, next) => {
    c.set("refusalText", refusalText);
    c.set("mountedRoute", routeOf(c.req.path));
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
    return c.newResponse(isStream(headers) ? attended(body) : body, status as StatusCode, Object.fromEntries(headers));
  });
};

const isStream = (headers: Headers): boolean => headers.get("content-type")?.startsWith("text/event-stream") === true;

/** A reader that stalls is cut off here as in a stream of this transport's own. */
const attended = (body: Response["body"]): Response["body"] => {
  const reader = body?.getReader();
  if (reader === undefined) return null;
  return attendedStream({
    next: async () => (await reader.read()).value ?? null,
    // What a stream that nobody reads has left to say is nobody's business.
    leave: () => void reader.cancel().catch(() => undefined),
  });
};
