import type { Context } from "hono";
import type { HttpEnv, HttpMiddleware } from "../http-env.ts";
import { preferredWaitMs, waitSecondsMax } from "../prefer-wait.ts";
import { answerProblem } from "../problem/answer-problem.ts";

/** Gives up on an answer that takes too long. What was asked may still happen: the use cases finish what they began. */
export const deadline = (timeoutMs: number): HttpMiddleware => {
  return async (c, next) => {
    const first = Promise.withResolvers<"late" | "answered">();
    const timer = setTimeout(() => first.resolve("late"), timeoutMs + waitMsOf(c));
    next().then(() => first.resolve("answered"), first.reject);
    try {
      if ((await first.promise) === "answered") return undefined;
    } finally {
      clearTimeout(timer);
    }
    const detail = "No answer in time. What was asked may still happen: look before asking again.";
    return answerProblem(c, { code: "request_timeout", detail });
  };
};

/** A report that has to be made first is waited for unasked. */
const waitMsOf = ({ req }: Context<HttpEnv>): number =>
  req.path === "/api/sync/consistency" ? waitSecondsMax * 1_000 : preferredWaitMs(req.header("prefer"));
