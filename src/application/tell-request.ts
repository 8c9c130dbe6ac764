import type { Log } from "./ports/log.ts";

export type AnsweredRequest = {
  readonly requestId: string;
  /** The request's own id where it is not traced. */
  readonly traceId: string;
  readonly method: string;
  readonly route: string | null;
  readonly status: number;
  readonly code: string | null;
  readonly durationMs: number;
};

/** One line for an answer, whatever it was. Whoever only looks, as probes and dashboards do every second, is nothing to tell of. */
export const tellRequest = (log: Log, answer: AnsweredRequest): void => {
  const { requestId, traceId, method, route, status, code, durationMs } = answer;
  const facts = {
    ...{ method, status, requestId },
    ...(route === null ? {} : { route }),
    ...(code === null ? {} : { code }),
    ...(traceId === requestId ? {} : { traceId }),
    durationMs: Math.round(durationMs),
  };
  if (method === "GET" && status < 400) log.debug("request", facts);
  else log.often("request", facts);
};
