import type { HttpMiddleware } from "../http-env.ts";

/** Many clients always say `Content-Type: application/json`, also with nothing to send: where a body is optional, that is none. */
export const emptyBodyIsNone: HttpMiddleware = async (c, next) => {
  if ((await c.req.text()) === "") {
    const headers = new Headers(c.req.raw.headers);
    headers.delete("Content-Type");
    c.req.raw = new Request(c.req.url, { method: c.req.method, headers, signal: c.req.raw.signal });
  }
  await next();
};
