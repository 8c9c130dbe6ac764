import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createCronerScheduler } from "../../../src/adapters/croner-scheduler/croner-scheduler.ts";
import { defaultSchedules } from "../../../src/domain/schedule/default-schedules.ts";
import { runs } from "../../support/runs.ts";
import { clockChanges, defaultTicks, type Stretch } from "../../support/zone-rules.ts";

const scheduler = createCronerScheduler();
const now = Date.UTC(2026, 0, 1);
const utc = (cronExpression: string) => ({ cronExpression, timezone: "UTC" });
const isoOf = (ticks: readonly number[]) => ticks.map((tick) => new Date(tick).toISOString());

describe("a line", () => {
  it.for([
    "0 2 * * *",
    "*/5 * * * *",
    " 0  2 * * * ",
    "30 7 * JAN-MAR MON-FRI",
    "0 0 L * *",
    "0 0 15W * *",
    "0 0 * * 5#2",
    "0 0 29 2 *",
    "@hourly",
    "@daily",
  ])("is sound: %s", (cronExpression) => {
    expect(scheduler.refusal(utc(cronExpression), now)).toBeNull();
  });

  it.for([
    ["60 * * * *", "Invalid value for minute: 60"],
    ["* * * * * *", "mode '5-part' requires exactly 5 parts, but pattern '* * * * * *' has 6 parts."],
    ["0 2 * * * 2027", "mode '5-part' requires exactly 5 parts, but pattern '0 2 * * * 2027' has 6 parts."],
    ["0 2 * *", /exactly five/],
    ["every night", /exactly five/],
    ["0 0 30 2 *", "Never fires: no date matches it."],
    ["0 0 31 2,4,6,9,11 *", "Never fires: no date matches it."],
    ["@reboot", /not supported/],
    ["? * * * *", /\? stands for the moment/],
    ["2030-05-01T00:00:00", /^Is a date/],
    ["2020-05-01T00:00:00", /^Is a date/],
  ] as const)("is refused with the reader's own reason: %s", ([cronExpression, reason]) => {
    const refusal = scheduler.refusal(utc(cronExpression), now);
    expect(refusal?.field).toBe("cronExpression");
    expect(refusal?.reason).toMatch(reason);
  });

  it.for(["Africa/Harare", "America/Argentina/Buenos_Aires", "UTC", "+02:00"])("is read in %s", (timezone) => {
    expect(scheduler.refusal({ cronExpression: "0 2 * * *", timezone }, now)).toBeNull();
  });

  it.for(["", "Mars/Base", "local", "Europe/Berlin "])("is refused for the zone “%s”", (timezone) => {
    const refusal = scheduler.refusal({ cronExpression: "0 2 * * *", timezone }, now);
    expect(refusal).toMatchObject({ field: "timezone" });
  });

  it("speaks: in words where there are any, else for itself", () => {
    expect(scheduler.inWords(utc("0 2 * * *"))).toBe("At 02:00");
    expect(scheduler.inWords(utc("0 */6 * * *"))).toBe("On the hour, every 6 hours");
    expect(scheduler.inWords(utc("0 0 1 * +MON"))).toBe("0 0 1 * +MON");
  });
});

describe("ticks", () => {
  it("come after their moment, never at it", () => {
    const two = Date.UTC(2026, 0, 1, 2);
    const line = utc("0 2 * * *");
    expect(isoOf(scheduler.nextTicks(line, two - 1, 2))).toEqual([
      "2026-01-01T02:00:00.000Z",
      "2026-01-02T02:00:00.000Z",
    ]);
    expect(isoOf(scheduler.nextTicks(line, two, 1))).toEqual(["2026-01-02T02:00:00.000Z"]);
    expect(scheduler.newestTick(line, two - 1, two)).toBe(two);
    expect(scheduler.newestTick(line, two, two + 3_600_000)).toBeNull();
    expect(scheduler.newestTick(line, two - 1, two - 1)).toBeNull();
  });

  const minute = fc.constantFrom("0", "30", "*/7", "15,45", "*");
  const hour = fc.constantFrom("*", "2", "1-3", "*/6", "0,23");
  const day = fc.constantFrom("* * *", "1 * *", "* * 0", "29 2 *", "L * *", "13 * FRI");
  const zone = fc.constantFrom("UTC", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Africa/Casablanca");
  const moment = fc.date({ min: new Date("2020-01-01"), max: new Date("2035-12-31"), noInvalidDate: true });

  it("looked for backwards are those that are found forwards", () => {
    fc.assert(
      fc.property(fc.tuple(minute, hour, day), zone, moment, (fields, timezone, date) => {
        const line = { cronExpression: fields.join(" "), timezone };
        const after = date.getTime();
        const [first = 0, second = 0] = scheduler.nextTicks(line, after, 2);
        expect(first).toBeGreaterThan(after);
        expect(second).toBeGreaterThan(first);
        expect(scheduler.newestTick(line, after, first - 1)).toBeNull();
        expect(scheduler.newestTick(line, after, first)).toBe(first);
        expect(scheduler.newestTick(line, after, second - 1)).toBe(first);
        expect(scheduler.newestTick(line, first, second)).toBe(second);
      }),
      runs(1_000),
    );
  });
});

describe("the four defaults", () => {
  const year = { after: Date.UTC(2026, 0, 1), through: Date.UTC(2027, 0, 3) };

  it.for(["Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Africa/Casablanca", "Asia/Kolkata"])(
    "have in %s exactly the ticks that the zone's rules say, all year",
    (timezone) => {
      const expected = defaultTicks(timezone, year);
      for (const { name, cronExpression } of defaultSchedules(timezone)) {
        const line = { cronExpression, timezone };
        const due = expected[name] ?? [];
        const ticks = scheduler.nextTicks(line, year.after, due.length + 1);
        expect(isoOf(ticks.slice(0, -1)), `${name} in ${timezone}`).toEqual(isoOf(due));
        expect(ticks.at(-1)).toBeGreaterThan(year.through);
      }
    },
  );
});

const everyZone = Intl.supportedValuesOf("timeZone");
const years = { first: 2020, last: 2035 };

/** The days around each change of a zone's clocks, in years that are to be looked at. */
const changesOf = (timezone: string): readonly Stretch[] =>
  clockChanges(timezone, Date.UTC(years.first), Date.UTC(years.last + 1)).map((at) => ({
    after: at - 2 * dayMs,
    through: at + 2 * dayMs,
  }));

const dayMs = 86_400_000;
const zonesTried = Math.min(everyZone.length, runs(12).numRuns);

describe(`the four defaults in ${zonesTried} of ${everyZone.length} zones`, () => {
  // One zone in so many; a long run takes every one.
  const tried = everyZone.filter(
    (_, index) =>
      Math.floor((index * zonesTried) / everyZone.length) !== Math.floor(((index - 1) * zonesTried) / everyZone.length),
  );

  it.for(tried)("have around every change of the clocks in %s exactly the ticks that its rules say", (timezone) => {
    for (const stretch of changesOf(timezone)) {
      const expected = defaultTicks(timezone, stretch);
      for (const { name, cronExpression } of defaultSchedules(timezone)) {
        const line = { cronExpression, timezone };
        const due = expected[name] ?? [];
        const ticks = scheduler.nextTicks(line, stretch.after, due.length + 1);
        expect(isoOf(ticks.slice(0, -1)), `${name} in ${timezone}`).toEqual(isoOf(due));
        expect(ticks.at(-1)).toBeGreaterThan(stretch.through);
      }
    }
  });
});

describe("notes on clock changes", () => {
  const notesOf = (cronExpression: string, timezone: string) =>
    scheduler.clockChangeNotes({ cronExpression, timezone }, now);

  it("tell of a daily time that does not exist on one day and comes twice on another", () => {
    expect(notesOf("0 2 * * *", "Europe/Berlin")).toEqual([
      "2026-03-29: clocks in Europe/Berlin go from 02:00 to 03:00; what is due at 02:00 runs at 03:00.",
      "2026-10-25: clocks in Europe/Berlin go from 03:00 to 02:00; 02:00 comes twice, and what is due then runs once, the first time.",
    ]);
  });

  it("tell that a line that repeats within the day follows the clock", () => {
    expect(notesOf("*/30 * * * *", "America/New_York")).toEqual([
      "2026-03-08: clocks in America/New_York go from 02:00 to 03:00; 02:00, 02:30 do not exist that day, and nothing runs instead.",
      "2026-11-01: clocks in America/New_York go from 02:00 to 01:00; 01:00, 01:30 come twice, and what is due then runs both times.",
    ]);
  });

  it("know changes of half an hour", () => {
    expect(notesOf("0 2 * * *", "Australia/Lord_Howe")).toEqual([
      "2026-10-04: clocks in Australia/Lord_Howe go from 02:00 to 02:30; what is due at 02:00 runs at 02:30.",
    ]);
  });

  it("say nothing where no change touches the line", () => {
    expect(notesOf("0 12 * * *", "Europe/Berlin")).toEqual([]);
    expect(notesOf("0 2 * * *", "UTC")).toEqual([]);
    expect(notesOf("0 2 * * *", "+02:00")).toEqual([]);
    expect(notesOf("0 2 1 * *", "Europe/Berlin")).toEqual([]);
  });
});
