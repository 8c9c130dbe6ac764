import type { CronLine } from "../../domain/schedule/schedule.ts";

/** Why a line cannot be used, in the calculator's own words. */
export type LineRefusal = { readonly field: keyof CronLine; readonly reason: string };

/** Knows cron and time zones. Times are milliseconds since the epoch; nothing here waits. */
export type Scheduler = {
  /** Null = sound. A line that never fires after `now`, a zone that there is not and a field too many are refused. */
  refusal(line: CronLine, now: number): LineRefusal | null;
  /** The next `count` ticks after `after`, fewer when no more come, none for a line that is refused. */
  nextTicks(line: CronLine, after: number, count: number): readonly number[];
  /** The newest tick after `after` and not after `through`; null when none lies between. Throws for a line that is refused. */
  newestTick(line: CronLine, after: number, through: number): number | null;
  /** The line as a person says it; the expression itself where nobody can. */
  inWords(line: CronLine): string;
  /** What the clock changes of the twelve months after `after` do to the line's ticks, a sentence each. */
  clockChangeNotes(line: CronLine, after: number): readonly string[];
};
