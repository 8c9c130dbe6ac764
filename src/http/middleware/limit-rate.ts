import { AppError } from "../../application/errors.ts";
import type { HttpMiddleware } from "../http-env.ts";
import type { HttpAccess } from "../http-options.ts";
import { createRequestCounts } from "./request-counts.ts";

/** So many requests of each kind in a caller's minute, which begins with the first of them. */
export const limitRate = (
  { rateLimits }: Extract<HttpAccess, { kind: "credentials" }>,
  now: () => number,
): HttpMiddleware => {
  const count = createRequestCounts(now);
  return async (c, next) => {
    const kind = c.req.method === "GET" || c.req.method === "HEAD" ? "reads" : "mutations";
    if (count(c.get("caller").actor, kind) > rateLimits[kind])
      throw new AppError("too_many_requests", `More than ${rateLimits[kind]} ${kind} in a minute.`);
    await next();
  };
};
