import type { Context } from "hono";
import type { HttpApp, HttpEnv, HttpMiddleware } from "../http-env.ts";

type RefuseMethod = (c: Context<HttpEnv>, methods: readonly string[]) => Response;

/**
 * A path without parameters is never taken for one with them, whatever the method: `GET /schedules/preview` asks for no schedule
 * of that name.
 */
export const exactPathsFirst = (app: HttpApp, refuseMethod: RefuseMethod): HttpMiddleware => {
  let known: ReadonlyMap<string, readonly string[]> | null = null;
  return async (c, next) => {
    known ??= methodsByExactPath(app);
    const methods = known.get(c.req.path);
    return methods === undefined || methods.includes(c.req.method) ? await next() : refuseMethod(c, methods);
  };
};

const methodsByExactPath = (app: HttpApp): ReadonlyMap<string, readonly string[]> => {
  const methodsOf = new Map<string, readonly string[]>();
  for (const { method, path } of app.routes) {
    if (method === "ALL" || /[:*{]/.test(path)) continue;
    const methods = new Set([...(methodsOf.get(path) ?? []), ...(method === "GET" ? ["GET", "HEAD"] : [method])]);
    methodsOf.set(path, [...methods]);
  }
  return methodsOf;
};
