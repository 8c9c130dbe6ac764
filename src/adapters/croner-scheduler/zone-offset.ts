/** A moment at which a zone's clocks are changed. Times are milliseconds since the epoch, offsets milliseconds east of UTC. */
export type ClockChange = { readonly at: number; readonly offsetBefore: number; readonly offsetAfter: number };

const dayMs = 86_400_000;
const minuteMs = 60_000;

/** The changes after `after` and not after `through`, in order. */
export const clockChanges = (timezone: string, after: number, through: number): readonly ClockChange[] => {
  const offsetAt = zoneOffset(timezone);
  const changes: ClockChange[] = [];
  for (let from = after; from < through; from += dayMs) {
    const to = Math.min(from + dayMs, through);
    if (offsetAt(from) === offsetAt(to)) continue;
    const at = firstMinuteWith(offsetAt, { from, to });
    changes.push({ at, offsetBefore: offsetAt(from), offsetAfter: offsetAt(to) });
  }
  return changes;
};

/** The first whole minute after `from` that has the offset of `to`. */
const firstMinuteWith = (
  offsetAt: (at: number) => number,
  { from, to }: { readonly from: number; readonly to: number },
): number => {
  let before = Math.floor(from / minuteMs);
  let behind = Math.ceil(to / minuteMs);
  while (behind - before > 1) {
    const middle = Math.floor((before + behind) / 2);
    if (offsetAt(middle * minuteMs) === offsetAt(to)) behind = middle;
    else before = middle;
  }
  return behind * minuteMs;
};

/** Which offset a zone has at a moment. */
export const zoneOffset = (timezone: string): ((at: number) => number) => {
  const format = new Intl.DateTimeFormat("en", { timeZone: timezone, timeZoneName: "longOffset" });
  return (at) => {
    const name = format.formatToParts(at).find(({ type }) => type === "timeZoneName")?.value ?? "GMT";
    const [, sign, hours, minutes, seconds = "0"] = /([+-])(\d\d):(\d\d)(?::(\d\d))?$/.exec(name) ?? [];
    if (sign === undefined) return 0;
    const ms = ((Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds)) * 1_000;
    return sign === "-" ? -ms : ms;
  };
};
