import type { Log } from "../../src/application/ports/log.ts";

/** For those who are not asked what they tell. */
export const silentLog: Log = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
  often: () => undefined,
};
