import { routePath } from "hono/route";
import type { HttpContext } from "./http-env.ts";

/** The pattern that a request has matched, such as `/api/sync/runs/:id` or `/trpc/run`; null when nothing is found at its path. */
export const routeOf = (c: HttpContext): string | null => {
  const mounted = c.get("mountedRoute") ?? null;
  if (mounted !== null) return mounted;
  const pattern = routePath(c, -1);
  return pattern === "/*" || pattern === "*" || pattern === "" ? null : pattern;
};
