import { type Logger, pino } from "pino";
import type { Log, LogFacts } from "../../application/ports/log.ts";
import { withoutRepeats } from "./without-repeats.ts";

export type LogLevel = "debug" | "info" | "warn" | "error" | "silent";

/**
 * JSON lines on standard output, written before the call returns. An error is written by its name, code, message and stack,
 * never by its other fields; `mask` takes credentials out of every text.
 */
export const createPinoLog = (level: LogLevel, mask: (text: string) => string): Log => {
  const logger: Logger = pino({ level, base: null, timestamp: pino.stdTimeFunctions.isoTime });
  const masked = (facts: LogFacts = {}): LogFacts =>
    Object.fromEntries(
      Object.entries(facts).map(([name, fact]) => [name, typeof fact === "string" ? mask(fact) : fact]),
    );
  const log: Log = {
    info: (message, facts) => logger.info(masked(facts), message),
    warn: (message, facts) => logger.warn(masked(facts), message),
    error: (message, error, facts) => logger.error({ ...masked(facts), error: masked(factsOf(error)) }, message),
  };
  return withoutRepeats(log, () => performance.now());
};

const factsOf = (error: unknown): LogFacts => {
  if (!(error instanceof Error)) return { message: String(error) };
  const code = "code" in error ? { code: String(error.code) } : {};
  const cause = error.cause instanceof Error ? { cause: `${error.cause.name}: ${error.cause.message}` } : {};
  return { name: error.name, ...code, message: error.message, ...cause, stack: error.stack ?? "" };
};
