/**
 * Every fact that a line may hold, and what becomes of it where lines share one (see `often`): `same` tells lines apart, `sum`
 * and `max` are taken over all of them, `last` and `slowest` are those of one line. Nothing else is ever written.
 */
export const logFields = {
  // what happened
  kind: "same",
  cause: "same",
  outcome: "same",
  method: "same",
  route: "same",
  status: "same",
  code: "same",
  // how much of it
  times: "sum",
  events: "sum",
  keys: "sum",
  applied: "sum",
  unchanged: "sum",
  notPosted: "sum",
  failed: "sum",
  rowsChanged: "sum",
  read: "sum",
  retracted: "sum",
  driftCorrected: "sum",
  count: "sum",
  repeated: "sum",
  durationMs: "max",
  lagMs: "max",
  // which one
  commitNo: "last",
  epoch: "last",
  instanceId: "last",
  run: "last",
  trigger: "last",
  state: "last",
  schedule: "last",
  plannedAt: "last",
  checkId: "last",
  planId: "last",
  key: "last",
  reason: "last",
  message: "last",
  requestId: "slowest",
  traceId: "slowest",
  spanId: "slowest",
  // about the process
  url: "last",
  reads: "last",
  writes: "last",
  version: "last",
  directory: "last",
  traces: "last",
} as const satisfies Readonly<Record<string, "same" | "sum" | "max" | "last" | "slowest">>;

export type LogField = keyof typeof logFields;

/** Facts for whoever reads the log; never names, contact data or amounts. */
export type LogFacts = Readonly<Partial<Record<LogField, string | number | boolean | null>>>;

export type Log = {
  debug(message: string, facts?: LogFacts): void;
  info(message: string, facts?: LogFacts): void;
  warn(message: string, facts?: LogFacts): void;
  /** `error` is written whole, credentials masked. */
  error(message: string, error: unknown, facts?: LogFacts): void;
  /** What may happen many times a second: line by line at `debug`, at `info` a few lines a minute in which nothing is lost but detail. */
  often(message: string, facts: LogFacts): void;
};
