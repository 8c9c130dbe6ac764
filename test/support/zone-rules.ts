/** What a zone's rules say of cron ticks, worked out from wall clocks alone: no cron library has a part in it. */

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

/** Moments, `after` left out. Unit: ms. */
export type Stretch = { readonly after: number; readonly through: number };

/** A wall clock told as if it were UTC, milliseconds. */
type Wall = number;

const wallClock = (timezone: string): ((at: number) => Wall) => {
  const format = new Intl.DateTimeFormat("en-GB", {
    timeZone: timezone,
    hourCycle: "h23",
    ...{ year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit", second: "2-digit" },
  });
  return (at) => {
    const parts = new Map(format.formatToParts(at).map(({ type, value }) => [type, Number(value)]));
    const of = (type: Intl.DateTimeFormatPartTypes): number => parts.get(type) ?? Number.NaN;
    return Date.UTC(of("year"), of("month") - 1, of("day"), of("hour"), of("minute"), of("second"));
  };
};

/** No zone has changed its clocks twice within so short a time. */
const steadyMs = 6 * hourMs;

/** Every quarter of an hour of a stretch with what the wall clock shows then, and every minute where it is changed: at 00:01 in some zones. */
const moments = (timezone: string, from: number, to: number): readonly (readonly [at: number, wall: Wall])[] => {
  const wallAt = wallClock(timezone);
  const found: (readonly [number, Wall])[] = [];
  const first = Math.ceil(from / (15 * minuteMs)) * 15 * minuteMs;
  let offset = wallAt(first) - first;
  for (let piece = first; piece <= to; piece += steadyMs) {
    const end = piece + steadyMs;
    const offsetAtEnd = wallAt(end) - end;
    // The clock is only asked where its two ends differ.
    const isSteady = offset === offsetAtEnd;
    for (let at = piece; at < end && at <= to; at += isSteady ? 15 * minuteMs : minuteMs)
      found.push([at, isSteady ? at + offset : wallAt(at)]);
    offset = offsetAtEnd;
  }
  return found;
};

/** When a zone's clocks change, to within six hours before it. */
export const clockChanges = (timezone: string, from: number, to: number): readonly number[] => {
  const wallAt = wallClock(timezone);
  const changes: number[] = [];
  for (let at = from; at < to; at += steadyMs) {
    const next = at + steadyMs;
    if (wallAt(next) - next !== wallAt(at) - at) changes.push(at);
  }
  return changes;
};

/** A line that names one time of the day runs once on each of its days: at the first such time, or, where clocks skip it, right behind. */
export const dailyTicks = (
  timezone: string,
  { hour, isDay }: { readonly hour: number; readonly isDay: (wall: Date) => boolean },
  { after, through }: Stretch,
): readonly number[] => {
  const seen = moments(timezone, after - 2 * dayMs, through + 2 * dayMs);
  const ticks: number[] = [];
  for (const [day, ofDay] of Map.groupBy(seen, ([, wall]) => Math.floor(wall / dayMs) * dayMs)) {
    if (!isDay(new Date(day))) continue;
    const due = day + hour * hourMs;
    const [first] = ofDay.find(([, wall]) => wall === due) ?? ofDay.find(([, wall]) => wall > due) ?? [];
    if (first !== undefined && first > after && first <= through) ticks.push(first);
  }
  return ticks.toSorted((a, b) => a - b);
};

/** A line that repeats within the day runs whenever the wall clock shows a full hour, however often it does. */
export const hourlyTicks = (timezone: string, { after, through }: Stretch): readonly number[] =>
  moments(timezone, after + 1, through)
    .filter(([, wall]) => wall % hourMs === 0)
    .map(([at]) => at);

export const everyDay = (): boolean => true;
export const sundays = (day: Date): boolean => day.getUTCDay() === 0;
export const firstsOfMonth = (day: Date): boolean => day.getUTCDate() === 1;

/** The four defaults by what their lines mean. */
export const defaultTicks = (timezone: string, stretch: Stretch): Readonly<Record<string, readonly number[]>> => ({
  daily_sync: dailyTicks(timezone, { hour: 2, isDay: everyDay }, stretch),
  hourly_sync: hourlyTicks(timezone, stretch),
  weekly_consistency_check: dailyTicks(timezone, { hour: 3, isDay: sundays }, stretch),
  monthly_deep_sync: dailyTicks(timezone, { hour: 4, isDay: firstsOfMonth }, stretch),
});
