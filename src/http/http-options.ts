import type { Caller } from "../application/use-cases.ts";

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

export type HttpOptions = {
  readonly version: string;
  /** The text of the committed openapi.yaml, served as it is. */
  readonly openApiText: string;
  /** A larger body is refused. Unit: bytes. */
  readonly bodyBytesMax: number;
  /** An answer that takes longer is given up; what a caller asked to wait for (`Prefer: wait`) comes on top. Unit: ms. */
  readonly requestTimeoutMs: number;
  /** Who asks. Access control comes in here; what it throws is answered like any other error. */
  readonly callerOf: (request: Request) => Caller | Promise<Caller>;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** Called for every answer of 500 and above, with the error whole; callers are told less. */
  readonly onServerError: (error: unknown, request: FailedRequest) => void;
  readonly onAnswer: (answer: AnsweredRequest) => void;
};
