import type { HonoRequest } from "hono";
import type { HttpMiddleware } from "../http-env.ts";
import { answerProblem } from "../problem/answer-problem.ts";

/** Another site's page must not write through the browser of whoever can reach this service; browsers say where a request comes from. */
export const refuseCrossSite: HttpMiddleware = async (c, next) => {
  const reads = c.req.method === "GET" || c.req.method === "HEAD";
  if (reads || !comesFromElsewhere(c.req)) return await next();
  return answerProblem(c, { code: "cross_site", detail: "A page of another site may not do this." });
};

/** Browsers leave `Sec-Fetch-Site` out towards plain http hosts other than loopback; what is no browser sends neither header. */
const comesFromElsewhere = (request: HonoRequest): boolean => {
  const site = request.header("sec-fetch-site");
  if (site !== undefined) return site !== "same-origin" && site !== "none";
  const origin = request.header("origin");
  return origin !== undefined && hostOf(origin) !== hostOf(request.url);
};

/** Hosts alone are compared: behind a proxy that ends TLS the schemes differ. */
const hostOf = (url: string): string | null => (URL.canParse(url) ? new URL(url).host : null);
