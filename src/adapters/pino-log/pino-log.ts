import { type Logger, pino } from "pino";
import type { Log } from "../../application/ports/log.ts";

export type LogLevel = "debug" | "info" | "warn" | "error" | "silent";

/** JSON lines on standard output. An error is written by its name, code, message and stack, never by its other fields. */
export const createPinoLog = (level: LogLevel): Log => {
  const logger: Logger = pino({ level, base: null, timestamp: pino.stdTimeFunctions.isoTime });
  return {
    info: (message, facts) => logger.info(facts ?? {}, message),
    warn: (message, facts) => logger.warn(facts ?? {}, message),
    error: (message, error, facts) => logger.error({ ...facts, error: describe(error) }, message),
  };
};

const credentials = /(mongodb(?:\+srv)?:\/\/)[^@/\s]*@/g;
const masked = (text: string): string => text.replaceAll(credentials, "$1***@");

const describe = (error: unknown): Readonly<Record<string, string>> => {
  if (!(error instanceof Error)) return { message: masked(String(error)) };
  const code = "code" in error ? { code: String(error.code) } : {};
  const cause = error.cause instanceof Error ? { cause: masked(`${error.cause.name}: ${error.cause.message}`) } : {};
  return { name: error.name, ...code, message: masked(error.message), ...cause, stack: masked(error.stack ?? "") };
};
