import { secureHeaders } from "hono/secure-headers";
import type { HttpMiddleware } from "../http-env.ts";

/** Answers are data: no page may frame, run or keep them. HSTS belongs to whoever ends TLS, which is not this service. */
export const securityHeaders: HttpMiddleware = secureHeaders({
  contentSecurityPolicy: { defaultSrc: ["'none'"], frameAncestors: ["'none'"] },
  xFrameOptions: "DENY",
  strictTransportSecurity: false,
});

/** What the ledger says is true now and private: no cache may repeat it. */
export const neverCached: HttpMiddleware = async (c, next) => {
  await next();
  c.header("Cache-Control", "no-store");
};
