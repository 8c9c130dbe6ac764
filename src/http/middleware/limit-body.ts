import { bodyLimit } from "hono/body-limit";
import type { HttpMiddleware } from "../http-env.ts";
import { answerProblem } from "../problem/answer-problem.ts";

/** Reads no more than `bytesMax` of a body. */
export const limitBody = (bytesMax: number): HttpMiddleware => {
  const limit = bodyLimit({
    maxSize: bytesMax,
    onError: (c) => answerProblem(c, { code: "payload_too_large", detail: `A body may have ${bytesMax} bytes.` }),
  });
  // These have none to read, and to look for it would cost them the server's short way.
  return (c, next) => (c.req.method === "GET" || c.req.method === "HEAD" ? next() : limit(c, next));
};
