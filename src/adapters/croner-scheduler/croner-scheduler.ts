import { Cron } from "croner";
import type { LineRefusal, Scheduler } from "../../application/ports/scheduler.ts";
import type { CronLine } from "../../domain/schedule/schedule.ts";
import { clockChangeNotes } from "./clock-change-notes.ts";
import { inWords } from "./in-words.ts";

/** croner as a calculator: its own timers are not used. */
export const createCronerScheduler = (): Scheduler => ({
  refusal,
  nextTicks: (line, after, count) => {
    try {
      return nextTicks(line, after, count);
    } catch (error) {
      // croner's two ways to refuse. Such a line was stored by hand, or its zone has left the runtime's list.
      if (error instanceof RangeError || error instanceof TypeError) return [];
      throw error;
    }
  },
  newestTick: (line, after, through) => {
    // `previousRuns` looks before its moment, `nextTicks` behind it.
    const [newest] = cronOf(line).previousRuns(1, new Date(through + 1));
    const at = newest?.getTime() ?? null;
    return at !== null && at > after ? at : null;
  },
  inWords: ({ cronExpression }) => inWords(cronExpression),
  clockChangeNotes: (line, after) => clockChangeNotes(nextTicks, line, after),
});

const cronOf = ({ cronExpression, timezone }: CronLine): Cron => new Cron(cronExpression, { mode: "5-part", timezone });

const nextTicks = (line: CronLine, after: number, count: number): readonly number[] =>
  cronOf(line)
    .nextRuns(count, new Date(after))
    .map((date) => date.getTime());

const refusal = (line: CronLine, now: number): LineRefusal | null => {
  const { cronExpression, timezone } = line;
  const ofExpression = (reason: string): LineRefusal => ({ field: "cronExpression", reason });
  const shape = shapeRefusal(cronExpression);
  if (shape !== null) return ofExpression(shape);
  // In UTC first, so that what is wrong then is the expression.
  const wrong = errorOf(() => nextTicks({ cronExpression, timezone: "UTC" }, now, 1));
  if (wrong !== null) return ofExpression(wrong.replace(/^CronPattern: /, ""));
  // An empty zone would be this machine's own.
  if (timezone === "") return { field: "timezone", reason: "Must name a time zone, such as UTC or Europe/Berlin." };
  const noZone = errorOf(() => new Intl.DateTimeFormat("en", { timeZone: timezone }));
  if (noZone !== null) return { field: "timezone", reason: `${noZone}. Use an IANA name such as Europe/Berlin.` };
  const [next] = nextTicks(line, now, 1);
  return next === undefined ? ofExpression("Never fires: no date matches it.") : null;
};

/** What croner takes and a schedule that repeats must not have. */
const shapeRefusal = (cronExpression: string): string | null => {
  const text = cronExpression.trim();
  if (text.includes("?")) return "? stands for the moment at which the expression is read: use * or a value.";
  const isDate = !text.startsWith("@") && /\dT\d/.test(text);
  return isDate ? "Is a date: a schedule repeats, so it needs five fields such as 0 2 * * *." : null;
};

const errorOf = (work: () => unknown): string | null => {
  try {
    work();
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
};
