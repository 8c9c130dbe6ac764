import { context, trace } from "@opentelemetry/api";
import { type Logger, pino } from "pino";
import { type Log, type LogFacts, logFields } from "../../application/ports/log.ts";
import { shareLines } from "./share-lines.ts";
import { withoutRepeats } from "./without-repeats.ts";

export type LogLevel = "debug" | "info" | "warn" | "error" | "silent";

/**
 * JSON lines on standard output, written before the call returns, each with the trace and the span that it was written in. Only
 * the fields of `logFields` are ever written; an error by its name, code, message and stack. `mask` takes credentials out of
 * every text.
 */
export const createPinoLog = (level: LogLevel, mask: (text: string) => string): Log => {
  const logger: Logger = pino({ level, base: null, timestamp: pino.stdTimeFunctions.isoTime });
  const known = (facts: LogFacts = {}): LogFacts => ({ ...activeSpan(), ...masked(facts, isField, mask) });
  const shared = shareLines(
    (message, facts) => logger.info(facts, message),
    (work, ms) => void setTimeout(work, ms).unref(),
  );
  const inOrder = (write: () => void): void => {
    shared.flush();
    write();
  };
  const errorText = (error: unknown) => masked(factsOf(error), () => true, mask);
  const log: Log = {
    debug: (message, facts) => {
      // Every look of a dashboard is such a line: what nobody reads must cost nothing.
      if (logger.isLevelEnabled("debug")) logger.debug(known(facts), message);
    },
    info: (message, facts) => inOrder(() => logger.info(known(facts), message)),
    warn: (message, facts) => inOrder(() => logger.warn(known(facts), message)),
    error: (message, error, facts) =>
      inOrder(() => logger.error({ ...known(facts), error: errorText(error) }, message)),
    often: (message, facts) => {
      if (logger.isLevelEnabled("debug")) log.debug(message, facts);
      else if (logger.isLevelEnabled("info")) shared.add(message, known(facts));
    },
  };
  return withoutRepeats(log, () => performance.now());
};

const isField = (name: string): boolean => Object.hasOwn(logFields, name);

const masked = <Facts extends Readonly<Record<string, unknown>>>(
  facts: Facts,
  isKnown: (name: string) => boolean,
  mask: (text: string) => string,
): Facts =>
  // Safe: some fields are left out, and texts stay texts.
  Object.fromEntries(
    Object.entries(facts)
      .filter(([name]) => isKnown(name))
      .map(([name, fact]) => [name, typeof fact === "string" ? mask(fact) : fact]),
  ) as Facts;

const activeSpan = (): LogFacts => {
  const span = trace.getSpanContext(context.active());
  if (span === undefined || !trace.isSpanContextValid(span)) return {};
  return { traceId: span.traceId, spanId: span.spanId };
};

const factsOf = (error: unknown): Readonly<Record<string, string>> => {
  if (!(error instanceof Error)) return { message: String(error) };
  const code = "code" in error ? { code: String(error.code) } : {};
  const cause = error.cause instanceof Error ? { cause: `${error.cause.name}: ${error.cause.message}` } : {};
  return { name: error.name, ...code, message: error.message, ...cause, stack: error.stack ?? "" };
};
