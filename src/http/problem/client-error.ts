import type { Problem } from "../../contract/problem.ts";
import { type ProblemReport, problemOf } from "../../contract/problem-report.ts";

/** The part of a socket that an answer needs. */
type Connection = { readonly writable: boolean; end(text: string): unknown; destroy(): unknown };

/** By the code of Node's error: what it refuses before there is a request that anybody could handle. */
const refusals: Readonly<Record<string, ProblemReport>> = {
  HPE_HEADER_OVERFLOW: {
    code: "headers_too_large",
    detail: "The path, its query and the headers together are too long.",
  },
  ERR_HTTP_REQUEST_TIMEOUT: { code: "request_incomplete", detail: "The request did not arrive whole in time." },
};

const malformed = { code: "malformed_request", detail: "This is no request that HTTP/1.1 knows." } as const;

/** Answers like everything else here does, and hangs up: what follows on this connection could not be told apart. */
export const answerClientError = ({ code = "" }: { readonly code?: string }, connection: Connection): void => {
  if (code === "ECONNRESET" || !connection.writable) return void connection.destroy();
  const refusal = refusals[code] ?? malformed;
  const requestId = crypto.randomUUID();
  const problem = problemOf(refusal, { instance: "/", requestId, traceId: requestId });
  connection.end(textOf(problem));
};

const textOf = (problem: Problem): string => {
  const body = JSON.stringify(problem);
  const headers = [
    `HTTP/1.1 ${problem.status} ${problem.title}`,
    "Connection: close",
    "Content-Type: application/problem+json",
    // Every word above is ASCII.
    `Content-Length: ${body.length}`,
    "Cache-Control: no-store",
    "X-Content-Type-Options: nosniff",
    "Content-Security-Policy: default-src 'none'; frame-ancestors 'none'",
    `X-Request-Id: ${problem.requestId}`,
  ];
  return `${headers.join("\r\n")}\r\n\r\n${body}`;
};
