import type { Scheduler } from "../../application/ports/scheduler.ts";
import type { CronLine } from "../../domain/schedule/schedule.ts";
import { type ClockChange, clockChanges } from "./zone-offset.ts";

const yearMs = 366 * 86_400_000;
/** More times of one change are not named. */
const timesNamedMax = 3;
/** One per minute of a change of a day, which is the largest there is (a zone that changes its side of the date line). */
const ticksMax = 1_440;

type NextTicks = Scheduler["nextTicks"];

/** What the clock changes of the next twelve months do to a line, a sentence for each that touches it. */
export const clockChangeNotes = (nextTicks: NextTicks, line: CronLine, after: number): readonly string[] =>
  clockChanges(line.timezone, after, after + yearMs).flatMap((change) => noteOf(nextTicks, line, change) ?? []);

const noteOf = (nextTicks: NextTicks, line: CronLine, change: ClockChange): string | null => {
  const { at, offsetBefore, offsetAfter } = change;
  const wallBefore = at + offsetBefore;
  const wallAfter = at + offsetAfter;
  const between = [Math.min(wallBefore, wallAfter), Math.max(wallBefore, wallAfter)] as const;
  // What the line says, read from a clock that is never changed.
  const due = ticksBetween(nextTicks, { ...line, timezone: "UTC" }, between);
  if (due.length === 0) return null;
  const what = `${dayOf(wallBefore)}: clocks in ${line.timezone} go from ${timeOf(wallBefore)} to ${timeOf(wallAfter)}`;
  const fate = (wallAfter > wallBefore ? fateOfMissing : fateOfRepeated)(nextTicks, line, change, due);
  return `${what}; ${fate}.`;
};

/** Ticks at or after the first and before the second. */
const ticksBetween = (nextTicks: NextTicks, line: CronLine, [from, to]: readonly [number, number]): readonly number[] =>
  nextTicks(line, from - 1, ticksMax).filter((tick) => tick < to);

const fateOfMissing = (
  nextTicks: NextTicks,
  line: CronLine,
  { at, offsetAfter }: ClockChange,
  due: readonly number[],
): string => {
  const wallAfter = at + offsetAfter;
  const [atChange] = nextTicks(line, at - 1, 1);
  const [ownTick] = nextTicks({ ...line, timezone: "UTC" }, wallAfter - 1, 1);
  const isMoved = atChange === at && ownTick !== wallAfter;
  return isMoved
    ? `what is due at ${timesOf(due)} runs at ${timeOf(wallAfter)}`
    : `${timesOf(due)} ${due.length > 1 ? "do" : "does"} not exist that day, and nothing runs instead`;
};

const fateOfRepeated = (
  nextTicks: NextTicks,
  line: CronLine,
  { at, offsetBefore, offsetAfter }: ClockChange,
  due: readonly number[],
): string => {
  const length = offsetBefore - offsetAfter;
  const ran = ticksBetween(nextTicks, line, [at - length, at + length]).length;
  const what = `${timesOf(due)} ${due.length > 1 ? "come" : "comes"} twice, and what is due then runs`;
  return ran > due.length ? `${what} both times` : `${what} once, the first time`;
};

const timesOf = (ticks: readonly number[]): string => {
  const named = ticks.slice(0, timesNamedMax).map(timeOf).join(", ");
  return ticks.length > timesNamedMax ? `${named} …` : named;
};

/** Of a wall clock, told as if it were UTC. */
const dayOf = (wallMs: number): string => new Date(wallMs).toISOString().slice(0, 10);
const timeOf = (wallMs: number): string => new Date(wallMs).toISOString().slice(11, 16);
