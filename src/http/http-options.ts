import type { Caller, Identity, UseCases } from "../application/use-cases.ts";

/** One answered request, for an access log. */
export type AnsweredRequest = {
  readonly requestId: string;
  readonly traceId: string;
  readonly method: string;
  readonly path: string;
  readonly status: number;
  readonly durationMs: number;
};

/** The request during which something failed. */
export type FailedRequest = Pick<AnsweredRequest, "requestId" | "traceId" | "method" | "path" | "status">;

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

export type HttpOptions = {
  readonly version: string;
  /** The text of the committed openapi.yaml, served as it is. */
  readonly openApiText: string;
  /** A larger body is refused. Unit: bytes. */
  readonly bodyBytesMax: number;
  /** An answer that takes longer is given up; what a caller asked to wait for (`Prefer: wait`) comes on top. Unit: ms. */
  readonly requestTimeoutMs: number;
  readonly access: HttpAccess;
  /** The use cases as this caller may use them. */
  readonly guard: (useCases: UseCases, asking: Identity & Pick<Caller, "requestId" | "traceId">) => UseCases;
  /** Origins of other sites whose pages may call. */
  readonly corsOrigins: readonly string[];
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** Called for every answer of 500 and above, with the error whole; callers are told less. */
  readonly onServerError: (error: unknown, request: FailedRequest) => void;
  readonly onAnswer: (answer: AnsweredRequest) => void;
};
