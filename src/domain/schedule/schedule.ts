import type { RunState } from "../sync/run.ts";

/** What a schedule starts; each is a kind of run of the same name. */
export const scheduleKinds = ["full", "incremental", "consistency", "deep"] as const;
export type ScheduleKind = (typeof scheduleKinds)[number];

/** When something is due: five fields of cron, read in a time zone. */
export type CronLine = {
  readonly cronExpression: string;
  /** IANA name or an offset such as `+02:00`. */
  readonly timezone: string;
};

/** What a person says of a schedule. */
export type ScheduleDefinition = CronLine & {
  readonly name: string;
  readonly kind: ScheduleKind;
  readonly description: string;
  readonly enabled: boolean;
};

/** What became of its runs. Times are milliseconds since the epoch. */
export type ScheduleHistory = {
  /** Runs that began and are over; skipped ones did not begin. */
  readonly runCount: number;
  /** Those of them that succeeded, and how long these took together. Unit: ms. */
  readonly successCount: number;
  readonly successMs: number;
  readonly lastRunAt: number | null;
  readonly lastStatus: RunState | null;
  readonly lastError: string | null;
  /** The run that has begun and whose end is not counted yet. */
  readonly activeRunId: string | null;
};

export type Schedule = ScheduleDefinition &
  ScheduleHistory & {
    /** Another one after each change of the definition, also for one that was deleted and made anew: what `If-Match` compares. */
    readonly revision: number;
    /** Every tick up to here has been decided, or was never planned. */
    readonly decidedThrough: number;
    readonly createdAt: number;
    readonly updatedAt: number;
  };

/** Whether ticks count at all, and since when. */
export type SchedulesState = {
  readonly isPaused: boolean;
  /** Ticks before this were not planned: nothing of them is caught up. */
  readonly resumedAt: number;
};

/** A bound that a person stays below and a mistaken script does not. */
export const schedulesMax = 50;

/** Words of the paths beside `/schedules/{name}`. */
const reservedNames: ReadonlySet<string> = new Set(["preview", "start-all", "stop-all"]);

const scheduleName = /^[A-Za-z0-9][A-Za-z0-9_.-]{0,63}$/;

/** Null = it may be used. */
export const nameRefusal = (name: string): string | null => {
  if (!scheduleName.test(name))
    return "Must be 1 to 64 letters, digits or _ . - and begin with a letter or a digit, such as nightly_sync.";
  return reservedNames.has(name) ? `Is reserved: ${[...reservedNames].join(", ")} are paths of their own.` : null;
};

/** A schedule that begins to count at `now`. */
export const newSchedule = (definition: ScheduleDefinition, now: number): Schedule => ({
  ...definition,
  revision: now,
  decidedThrough: now,
  createdAt: now,
  updatedAt: now,
  runCount: 0,
  successCount: 0,
  successMs: 0,
  lastRunAt: null,
  lastStatus: null,
  lastError: null,
  activeRunId: null,
});

/** A changed definition. Another line, another zone or a switch-on begins to count now: what the old one missed is not made up for. */
export const redefined = (schedule: Schedule, change: Partial<ScheduleDefinition>, now: number): Schedule => {
  const next = { ...schedule, ...change, name: schedule.name, revision: schedule.revision + 1, updatedAt: now };
  const isSameTiming =
    next.cronExpression === schedule.cronExpression &&
    next.timezone === schedule.timezone &&
    next.enabled === schedule.enabled;
  return isSameTiming ? next : { ...next, decidedThrough: now };
};

/** Over the runs that succeeded; 0 before the first. Unit: ms. */
export const averageDurationMs = ({ successCount, successMs }: ScheduleHistory): number =>
  successCount === 0 ? 0 : Math.round(successMs / successCount);
