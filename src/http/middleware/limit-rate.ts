import { AppError } from "../../application/errors.ts";
import type { HttpMiddleware } from "../http-env.ts";
import type { HttpAccess } from "../http-options.ts";

const windowMs = 60_000;
/** Callers remembered at once; beyond it the counts of all begin anew. */
const callersMax = 10_000;

type Counts = { readonly since: number; mutations: number; reads: number };

/** So many requests of each kind in a caller's minute, which begins with the first of them. */
export const limitRate = (
  { rateLimits }: Extract<HttpAccess, { kind: "credentials" }>,
  now: () => number,
): HttpMiddleware => {
  const countsOf = new Map<string, Counts>();
  const current = (actor: string): Counts => {
    const known = countsOf.get(actor);
    if (known !== undefined && now() - known.since < windowMs) return known;
    if (countsOf.size >= callersMax) countsOf.clear();
    const counts = { since: now(), mutations: 0, reads: 0 };
    countsOf.set(actor, counts);
    return counts;
  };
  return async (c, next) => {
    const counts = current(c.var.caller.actor);
    const kind = c.req.method === "GET" || c.req.method === "HEAD" ? "reads" : "mutations";
    counts[kind] += 1;
    if (counts[kind] > rateLimits[kind])
      throw new AppError("too_many_requests", `More than ${rateLimits[kind]} ${kind} in a minute.`);
    await next();
  };
};
