import type { OpenAPIHono } from "@hono/zod-openapi";
import type { Context, MiddlewareHandler } from "hono";
import type { Identity, UseCases } from "../application/use-cases.ts";
import type { Problem } from "../contract/problem.ts";
import type { DashboardFiles, HttpOptions } from "./http-options.ts";

/** What the middleware has found out about a request by the time a handler sees it. */
export type HttpEnv = {
  /** What the server knows of the connection; absent where a request comes over none. */
  Bindings: { readonly incoming?: { readonly socket: { readonly remoteAddress?: string | undefined } } };
  Variables: {
    readonly requestId: string;
    readonly traceId: string;
    /** Null while nothing is traced. */
    readonly spanId: string | null;
    readonly caller: Identity;
    /** As this caller may use them. */
    readonly useCases: UseCases;
    /** Rejects with `unauthenticated` once the caller's token is not in force any more: for answers that go on. */
    readonly requireKnown: () => Promise<void>;
    /** How a refusal is worded here, where it is not plain problem+json. */
    readonly refusalText?: (problem: Problem) => string;
    /** Of a request to a mounted transport; null = it asks for nothing that is known there. */
    readonly mountedRoute?: string | null;
  };
};

export type HttpApp = OpenAPIHono<HttpEnv>;

export type HttpContext = Context<HttpEnv>;

export type HttpMiddleware = MiddlewareHandler<HttpEnv>;

/** What handlers work with. */
export type RouteContext = {
  /** Without a caller: for what is asked by nobody in particular, such as probes. */
  readonly useCases: UseCases;
  readonly version: string;
  readonly openApiText: string;
  readonly dashboard: DashboardFiles | null;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  readonly onServerError: HttpOptions["onServerError"];
};
