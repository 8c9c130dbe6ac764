import type { TRPCError } from "@trpc/server";
import { fetchRequestHandler } from "@trpc/server/adapters/fetch";
import { AppError } from "../application/errors.ts";
import type { Problem } from "../contract/problem.ts";
import { problemKinds } from "../contract/problem-kinds.ts";
import { type ProblemRequest, problemOf } from "../contract/problem-report.ts";
import { procedures } from "./app-router.ts";
import { router } from "./procedure.ts";
import { errorReportOf } from "./refusal.ts";
import { refusalText } from "./refusal-text.ts";
import type { TrpcContext } from "./trpc-context.ts";

/** A call of somebody known, with where to tell what went wrong. */
export type TrpcCall = Omit<TrpcContext, "now" | "hasInput"> & {
  /** `status` is the answer's; the error is whole. */
  readonly onFailure: (error: unknown, status: number) => void;
};

export type TrpcMount = {
  readonly path: "/trpc";
  readonly answer: (request: Request, call: TrpcCall) => Promise<Response>;
  /** `/trpc/status` of itself; null where no procedure has this name. */
  readonly routeOf: (path: string) => string | null;
  readonly refusalText: (problem: Problem) => string;
};

/** The service over tRPC, to be put behind whatever guards HTTP. */
export const createTrpcMount = (now: () => number): TrpcMount => ({
  path,
  refusalText,
  routeOf: (asked) => (routes.has(asked) ? asked : null),
  answer: async (req, { onFailure, ...call }) => {
    const unread: TRPCError[] = [];
    let isRead = false;
    const hasInput = req.method !== "POST" || (await req.clone().text()) !== "";
    const answer = await fetchRequestHandler({
      req,
      endpoint: path,
      router: appRouter,
      createContext: () => {
        isRead = true;
        return { ...call, hasInput, now };
      },
      // One call is one request: so each has a status of its own and counts against its caller's rate.
      allowBatching: false,
      onError: ({ error, type }) => {
        if (!isRead) unread.push(error);
        // A stream that ends is no request that failed: whoever reads it comes again.
        if (type === "subscription" && error.cause instanceof AppError) return;
        onFailure(error.cause ?? error, problemKinds[errorReportOf(error).code].status);
      },
      responseMeta: ({ errors: [error] }) => ({ headers: retryHeaders(error) }),
    });
    const [error] = unread;
    return error === undefined ? answer : refusal(error, { ...call, instance: new URL(req.url).pathname });
  },
});

/** The library words a request that it cannot read without knowing whose it is. */
const refusal = (error: TRPCError, request: ProblemRequest): Response => {
  const problem = problemOf(errorReportOf(error), request);
  const headers = { "Content-Type": "application/json" };
  return new Response(refusalText(problem), { status: problem.status, headers });
};

const path = "/trpc";
const routes: ReadonlySet<string> = new Set(Object.keys(procedures).map((name) => `${path}/${name}`));
const appRouter = router(procedures);

const retryHeaders = (error: TRPCError | undefined): Headers => {
  const retryAfterS = error && problemKinds[errorReportOf(error).code].retryAfterS;
  return new Headers(retryAfterS === undefined ? {} : { "Retry-After": String(retryAfterS) });
};
