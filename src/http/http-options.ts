import type { Caller, Identity, UseCases } from "../application/use-cases.ts";
import type { Problem } from "../contract/problem.ts";

/** One answered request, for an access log. */
export type AnsweredRequest = {
  readonly requestId: string;
  readonly traceId: string;
  readonly method: string;
  /** The pattern of its path, see `routeOf`: a path itself names documents, and may name people. */
  readonly route: string | null;
  readonly status: number;
  /** Code of the error that was answered, where it is one of the service's own. */
  readonly code: string | null;
  readonly durationMs: number;
};

/** The request during which something failed. */
export type FailedRequest = Pick<AnsweredRequest, "requestId" | "traceId" | "method" | "route" | "status">;

/** Whoever is on this machine may do everything, or callers are told apart by what they present. */
export type HttpAccess =
  | { readonly kind: "this_machine" }
  | {
      readonly kind: "credentials";
      /** Null when nobody is known by this token. */
      readonly authenticate: (token: string) => Promise<Identity | null>;
      /** Of one caller. Per minute. */
      readonly rateLimits: { readonly mutations: number; readonly reads: number };
    };

/** One file of the built dashboard. */
export type DashboardFile = {
  readonly body: Uint8Array<ArrayBuffer>;
  /** The same, compressed; null where that would gain nothing. */
  readonly gzip: Uint8Array<ArrayBuffer> | null;
  readonly mediaType: string;
  /** Strong: of the uncompressed content. */
  readonly etag: string;
};

/** By its path: `index.html`, `assets/main-3f2a.js`. Null = there is no such file. */
export type DashboardFiles = (path: string) => DashboardFile | null;

/** A call of another transport, by somebody known. */
export type MountedCall = Pick<AnsweredRequest, "requestId" | "traceId"> & {
  readonly caller: Identity;
  /** As this caller may use them. */
  readonly useCases: UseCases;
  /** Rejects with `unauthenticated` once the caller's token is not in force any more: for answers that go on. */
  readonly requireKnown: () => Promise<void>;
  /** To be told of every error with the status of its answer. */
  readonly onFailure: (error: unknown, status: number) => void;
};

/** Another transport, behind the same guards. */
export type Mount = {
  /** `/x` takes whatever is below `/x/`. */
  readonly path: string;
  readonly answer: (request: Request, call: MountedCall) => Promise<Response>;
  /** What a request to this path is counted and traced as, such as `/x/status`; null = it names nothing known, and may say anything. */
  readonly routeOf: (path: string) => string | null;
  /** How it words a refusal that comes before it is asked. JSON. */
  readonly refusalText: (problem: Problem) => string;
};

export type HttpOptions = {
  readonly version: string;
  /** The text of the committed openapi.yaml, served as it is. */
  readonly openApiText: string;
  /** Null = the dashboard was not built. */
  readonly dashboard: DashboardFiles | null;
  /** A larger body is refused. Unit: bytes. */
  readonly bodyBytesMax: number;
  /** An answer that takes longer is given up; what a caller asked to wait for (`Prefer: wait`) comes on top. Unit: ms. */
  readonly requestTimeoutMs: number;
  readonly access: HttpAccess;
  /** The use cases as this caller may use them. */
  readonly guard: (useCases: UseCases, asking: Identity & Pick<Caller, "requestId" | "traceId">) => UseCases;
  readonly mounts: readonly Mount[];
  /** Origins of other sites whose pages may call. */
  readonly corsOrigins: readonly string[];
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** Called for every answer of 500 and above, with the error whole; callers are told less. */
  readonly onServerError: (error: unknown, request: FailedRequest) => void;
  readonly onAnswer: (answer: AnsweredRequest) => void;
};
