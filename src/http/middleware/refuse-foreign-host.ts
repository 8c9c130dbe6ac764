import type { HttpMiddleware } from "../http-env.ts";
import { answerProblem } from "../problem/answer-problem.ts";

/** The names of this machine to itself. */
const loopbackHosts: ReadonlySet<string> = new Set(["localhost", "127.0.0.1", "[::1]"]);

const origin = /^https?:\/\/(\[[^\]]*\]|[^:/?#]*)/;

/** Of a URL that has been parsed before: no more than a look. */
const hostnameOf = (url: string): string => origin.exec(url)?.[1]?.toLowerCase() ?? "";

/**
 * Whoever reaches a service that listens on loopback alone calls it by a loopback name. Another name is a page whose domain was
 * pointed here (DNS rebinding), for which the browser would keep no distance.
 */
export const refuseForeignHost: HttpMiddleware = async (c, next) => {
  if (loopbackHosts.has(hostnameOf(c.req.url))) return await next();
  return answerProblem(c, {
    code: "cross_site",
    detail: "This service is called by a loopback name: localhost or 127.0.0.1.",
  });
};
