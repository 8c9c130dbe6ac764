import type { HttpMiddleware } from "../http-env.ts";

/** W3C Trace Context, version 00; ids of zeros only are not valid. */
const traceparentText = /^00-(?!0{32})([0-9a-f]{32})-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}$/;

/** The caller's trace goes on here and is given back; without one the request's own id stands for it. */
export const trace: HttpMiddleware = async (c, next) => {
  const traceparent = c.req.header("traceparent") ?? "";
  const traceId = traceparentText.exec(traceparent)?.[1];
  c.set("traceId", traceId ?? c.get("requestId"));
  if (traceId !== undefined) c.header("traceparent", traceparent);
  await next();
};
