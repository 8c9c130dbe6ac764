import type { OpenAPIHono } from "@hono/zod-openapi";
import type { MiddlewareHandler } from "hono";
import type { Caller, UseCases } from "../application/use-cases.ts";

/** What the middleware has found out about a request by the time a handler sees it. */
export type HttpEnv = {
  Variables: {
    readonly requestId: string;
    readonly traceId: string;
    readonly caller: Caller;
  };
};

export type HttpApp = OpenAPIHono<HttpEnv>;

export type HttpMiddleware = MiddlewareHandler<HttpEnv>;

/** What handlers work with. */
export type RouteContext = {
  readonly useCases: UseCases;
  readonly version: string;
  readonly openApiText: string;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
};
