import type { HttpMiddleware } from "../http-env.ts";

/** HSTS belongs to whoever ends TLS, which is not this service. */
const common = {
  "x-content-type-options": "nosniff",
  "x-frame-options": "DENY",
  "referrer-policy": "no-referrer",
  "cross-origin-resource-policy": "same-origin",
  "cross-origin-opener-policy": "same-origin",
} as const;

/** Answers are data: no page may frame, run or keep them. */
const dataHeaders = Object.entries({
  ...common,
  "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
});

/** SHA-256 of nothing: emotion's `<style>` is empty, and its rules are put in by script, which no policy forbids. */
const emptyStyle = "'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='";

/** The dashboard runs what this service serves and talks to this service, nothing and nobody else. */
const pagePolicy = (styles: string): string =>
  [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' ${styles}`,
    "img-src 'self' data:",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join("; ");

const dashboardHeaders = Object.entries({ ...common, "content-security-policy": pagePolicy(emptyStyle) });

/** The API reference's program writes its own style sheets, whose text no list of hashes can foresee. */
const docsHeaders = Object.entries({ ...common, "content-security-policy": pagePolicy("'unsafe-inline'") });

const headersOf = (path: string): typeof dataHeaders => {
  if (path === "/docs") return docsHeaders;
  return path === "/" || path.startsWith("/assets/") ? dashboardHeaders : dataHeaders;
};

/**
 * What the ledger says is true now and private: no cache may repeat it, unless the answer says otherwise of itself. Not by
 * `c.header`, which builds the whole answer anew once there is one.
 */
export const securityHeaders: HttpMiddleware = async (c, next) => {
  await next();
  const { headers } = c.res;
  for (const [name, value] of headersOf(c.req.path)) headers.set(name, value);
  if (!headers.has("cache-control")) headers.set("cache-control", "no-store");
};
