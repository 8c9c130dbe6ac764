import type { Log, LogFacts } from "../../application/ports/log.ts";

/** A warning or error that comes again within this time is counted instead of written. Unit: ms. */
export const repeatAfterMs = 30_000;
/** Lines remembered; beyond these a repeated one may be written again. */
const linesMax = 100;

type Line = { readonly writtenAt: number; repeated: number };

/** A database that is away for an hour is told of every half minute, not at every attempt to reach it. */
export const withoutRepeats = (log: Log, monotonic: () => number): Log => {
  const lines = new Map<string, Line>();

  /** Facts to write the line with, or null when it was written a moment ago. */
  const newsOf = (line: string): LogFacts | null => {
    const known = lines.get(line);
    if (known !== undefined && monotonic() - known.writtenAt < repeatAfterMs) {
      known.repeated += 1;
      return null;
    }
    if (lines.size >= linesMax) lines.clear();
    lines.set(line, { writtenAt: monotonic(), repeated: 0 });
    return known === undefined || known.repeated === 0 ? {} : { repeated: known.repeated };
  };

  return {
    debug: log.debug,
    info: log.info,
    often: log.often,
    warn: (message, facts = {}) => {
      const news = newsOf(JSON.stringify([message, facts]));
      if (news !== null) log.warn(message, { ...facts, ...news });
    },
    error: (message, error, facts = {}) => {
      const news = newsOf(JSON.stringify([message, String(error), facts]));
      if (news !== null) log.error(message, error, { ...facts, ...news });
    },
  };
};
