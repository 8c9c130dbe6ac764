import { secureHeaders } from "hono/secure-headers";
import type { HttpMiddleware } from "../http-env.ts";

/** Answers are data: no page may frame, run or keep them. HSTS belongs to whoever ends TLS, which is not this service. */
const dataHeaders = secureHeaders({
  contentSecurityPolicy: { defaultSrc: ["'none'"], frameAncestors: ["'none'"] },
  xFrameOptions: "DENY",
  strictTransportSecurity: false,
});

/** SHA-256 of nothing: emotion's `<style>` is empty, and its rules are put in by script, which no policy forbids. */
const emptyStyle = "'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='";

/** The dashboard runs what this service serves and talks to this service, nothing and nobody else. */
const dashboardHeaders = secureHeaders({
  contentSecurityPolicy: {
    defaultSrc: ["'none'"],
    scriptSrc: ["'self'"],
    styleSrc: ["'self'", emptyStyle],
    imgSrc: ["'self'", "data:"],
    connectSrc: ["'self'"],
    baseUri: ["'none'"],
    formAction: ["'none'"],
    frameAncestors: ["'none'"],
  },
  xFrameOptions: "DENY",
  strictTransportSecurity: false,
});

export const securityHeaders: HttpMiddleware = (c, next) =>
  c.req.path === "/" || c.req.path.startsWith("/assets/") ? dashboardHeaders(c, next) : dataHeaders(c, next);

/** What the ledger says is true now and private: no cache may repeat it, unless the answer says otherwise of itself. */
export const neverCached: HttpMiddleware = async (c, next) => {
  await next();
  if (!c.res.headers.has("Cache-Control")) c.header("Cache-Control", "no-store");
};
