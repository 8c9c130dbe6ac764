import { beforeEach, describe, expect, it } from "vitest";
import type { PipelineOptions } from "../../src/application/pipeline-ports.ts";
import { createMemoryStage, type Instance, type MemoryStage } from "../support/memory-stage.ts";

const eve = { actor: "eve" };
const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;
const page = { limit: 200, cursor: null };

/** Tuesday, 2030-01-01. The tests begin shortly before the daily sync is due. */
const midnight = Date.UTC(2030, 0, 1);
const startsAt = midnight + 2 * hourMs - 2 * minuteMs;
const on: Partial<PipelineOptions> = { scheduledEnabled: true, realTimeEnabled: false };

let stage: MemoryStage;
let instance: Instance;

beforeEach(() => {
  stage = createMemoryStage();
  stage.clock.jumpWallClock(startsAt - stage.clock.now());
  stage.putProperty("house");
  stage.putPayment("rent");
});

const live = async (options: Partial<PipelineOptions> = {}): Promise<Instance> => {
  instance = await stage.live({ ...on, ...options });
  return instance;
};

/** The runs of a schedule, oldest first. */
const runsOf = async (name: string) =>
  (await instance.useCases.runs({ kind: null, state: null, schedule: null }, page)).items
    .filter(({ schedule }) => schedule?.name === name)
    .toReversed();
const ticksOf = async (name: string) =>
  (await runsOf(name)).map(({ schedule, state }) => [new Date(schedule?.plannedAt ?? 0).toISOString(), state]);

const add = (name: string, cronExpression: string, more: object = {}) =>
  instance.useCases.createSchedule(eve, { name, cronExpression, ...more });
const change = (name: string, request: object, revisions: readonly number[] | null = null) =>
  instance.useCases.changeSchedule(eve, { name, revisions }, request);
const onlyDefault = async (name: string): Promise<void> => {
  for (const { schedule } of await instance.useCases.schedules())
    if (schedule.name !== name) await instance.useCases.deleteSchedule(eve, { name: schedule.name, revisions: null });
};
/** Schedules that do not come between. */
const noDefaults = (): Promise<void> => onlyDefault("none");

describe("a first start", () => {
  it("sets up the four defaults, in the configured zone", async () => {
    await live({ scheduleTimezone: "Africa/Harare" });
    const views = await instance.useCases.schedules();
    expect(views.map(({ schedule }) => [schedule.name, schedule.cronExpression, schedule.kind])).toEqual([
      ["daily_sync", "0 2 * * *", "full"],
      ["hourly_sync", "0 * * * *", "incremental"],
      ["monthly_deep_sync", "0 4 1 * *", "deep"],
      ["weekly_consistency_check", "0 3 * * 0", "consistency"],
    ]);
    // 02:00 in Harare is 00:00 in UTC.
    expect(views[0]?.nextRuns).toEqual([1, 2, 3, 4, 5].map((days) => midnight + days * dayMs));
    expect(views[0]?.humanReadable).toBe("At 02:00");
    expect(views.every(({ schedule }) => schedule.enabled && schedule.timezone === "Africa/Harare")).toBe(true);
  });
});

describe("a tick", () => {
  it("begins a run of the schedule's kind, once, and counts its end", async () => {
    await live();
    await onlyDefault("daily_sync");
    await stage.passTime(3 * minuteMs);
    expect(await ticksOf("daily_sync")).toEqual([["2030-01-01T02:00:00.000Z", "succeeded"]]);
    const [run] = await runsOf("daily_sync");
    expect(run).toMatchObject({ kind: "full", trigger: "schedule", actor: "schedule daily_sync" });
    expect(run?.createdAt).toBe(midnight + 2 * hourMs);
    const { schedule, nextRuns } = await instance.useCases.schedule("daily_sync");
    expect(schedule).toMatchObject({ runCount: 1, lastStatus: "succeeded", lastError: null, activeRunId: null });
    expect(schedule.lastRunAt).toBe(midnight + 2 * hourMs);
    expect(nextRuns[0]).toBe(midnight + dayMs + 2 * hourMs);
  });

  it("comes again and again", async () => {
    await live();
    await noDefaults();
    await add("often", "*/5 * * * *");
    await stage.passTime(12 * minuteMs + 2_000);
    expect(await ticksOf("often")).toEqual([
      ["2030-01-01T02:00:00.000Z", "succeeded"],
      ["2030-01-01T02:05:00.000Z", "succeeded"],
      ["2030-01-01T02:10:00.000Z", "succeeded"],
    ]);
    expect((await instance.useCases.schedule("often")).schedule.runCount).toBe(3);
  });

  it("while a run of its kind is active is recorded as skipped, with the reason", async () => {
    await live({ maxRowsPerSecond: 0.01 });
    await noDefaults();
    await add("often", "*/1 * * * *");
    const manual = await instance.useCases.startFullSync(eve, { dryRun: false, confirm: null });
    await stage.passTime(minuteMs + 1_000);
    const [run] = await runsOf("often");
    expect(run).toMatchObject({ state: "skipped", kind: "full", startedAt: null, error: { code: "run_active" } });
    expect(run?.error?.message).toContain(manual.id);
    const { schedule } = await instance.useCases.schedule("often");
    expect(schedule).toMatchObject({ runCount: 0, lastStatus: "skipped", lastRunAt: null });
    expect(schedule.lastError).toBe(run?.error?.message);
  });

  it("while its own last run is active is skipped, and that run's end is counted when it comes", async () => {
    await live({ maxRowsPerSecond: 0.02 });
    await noDefaults();
    await add("often", "* * * * *");
    await stage.passTime(2 * minuteMs + 1_000);
    expect((await ticksOf("often")).map(([, state]) => state)).toEqual(["running", "skipped"]);
    await change("often", { enabled: false });
    await stage.passTime(5 * minuteMs);
    const { schedule } = await instance.useCases.schedule("often");
    expect(schedule).toMatchObject({ runCount: 1, successCount: 1, lastStatus: "succeeded" });
    expect(schedule.successMs).toBeGreaterThan(minuteMs);
  });

  it.for(["full", "incremental", "consistency", "deep"] as const)(
    "of a schedule of kind %s begins such a run",
    async (kind) => {
      await live();
      await noDefaults();
      await stage.inTime(instance.useCases.startFullSync(eve, { dryRun: false, confirm: null, deep: false }));
      await add("mine", "0 2 * * *", { kind });
      await stage.passTime(4 * minuteMs);
      const [run] = await runsOf("mine");
      expect(run).toMatchObject({ kind, state: "succeeded", error: null });
      expect((await instance.useCases.schedule("mine")).schedule).toMatchObject({
        runCount: 1,
        lastStatus: "succeeded",
      });
    },
  );

  it("counts a run that failed, but not into the average duration", async () => {
    await live();
    await noDefaults();
    await add("often", "*/2 * * * *");
    await stage.passTime(2 * minuteMs + 2_000);
    stage.between = (point) =>
      point === "before source.readPage" ? Promise.reject(new Error("broken")) : Promise.resolve();
    await stage.passTime(2 * minuteMs);
    const { schedule } = await instance.useCases.schedule("often");
    expect(schedule).toMatchObject({ runCount: 2, successCount: 1, lastStatus: "failed", lastError: "broken" });
  });
});

describe("ticks that were missed", () => {
  it("while the service was down are caught up by one run, for the newest of them", async () => {
    await live();
    await onlyDefault("daily_sync");
    await stage.inTime(instance.pipeline.stop());
    await stage.passTime(3 * dayMs + 5 * hourMs);
    await live();
    await stage.passTime(minuteMs);
    expect(await ticksOf("daily_sync")).toEqual([["2030-01-04T02:00:00.000Z", "succeeded"]]);
    expect((await instance.useCases.schedule("daily_sync")).nextRuns[0]).toBe(midnight + 4 * dayMs + 2 * hourMs);
  });

  it("are caught up by the next leader", async () => {
    const first = await live();
    await onlyDefault("daily_sync");
    stage.between = (point) => (point.startsWith("before lease") ? new Promise(() => {}) : Promise.resolve());
    await stage.passTime(10);
    stage.between = () => Promise.resolve();
    await stage.inTime(first.pipeline.stop());
    await stage.passTime(10 * minuteMs);
    await live();
    await stage.passTime(minuteMs);
    expect(await ticksOf("daily_sync")).toEqual([["2030-01-01T02:00:00.000Z", "succeeded"]]);
  });

  it("while it was switched off, or everything paused, were never planned", async () => {
    await live();
    await noDefaults();
    await add("often", "*/4 * * * *");
    await change("often", { enabled: false });
    await stage.passTime(3 * minuteMs);
    await change("often", { enabled: true });
    await stage.passTime(minuteMs);
    await instance.useCases.pauseSchedules(eve);
    await stage.passTime(4 * minuteMs);
    await instance.useCases.resumeSchedules(eve);
    await stage.passTime(minuteMs);
    expect(await ticksOf("often")).toEqual([]);
    await stage.passTime(2 * minuteMs);
    expect(await ticksOf("often")).toEqual([["2030-01-01T02:08:00.000Z", "succeeded"]]);
  });

  it("while configuration forbade schedules are not made up for", async () => {
    await live({ scheduledEnabled: false });
    await noDefaults();
    await add("often", "*/2 * * * *");
    await stage.passTime(5 * minuteMs);
    await stage.inTime(instance.pipeline.stop());
    await live();
    await stage.passTime(30_000);
    expect(await ticksOf("often")).toEqual([]);
  });
});

describe("clocks that are set", () => {
  it("forward catch up once", async () => {
    await live();
    await onlyDefault("daily_sync");
    stage.clock.jumpWallClock(10 * dayMs + hourMs);
    await stage.passTime(minuteMs);
    expect(await ticksOf("daily_sync")).toEqual([["2030-01-11T02:00:00.000Z", "succeeded"]]);
  });

  it("back neither repeat a tick that had its run nor wait for the time that was left", async () => {
    await live();
    await noDefaults();
    await add("often", "*/10 * * * *");
    await stage.passTime(3 * minuteMs);
    stage.clock.jumpWallClock(-2 * minuteMs);
    await stage.passTime(3 * minuteMs);
    expect(await ticksOf("often")).toEqual([["2030-01-01T02:00:00.000Z", "succeeded"]]);
    stage.clock.jumpWallClock(-365 * dayMs);
    await stage.passTime(8 * minuteMs);
    expect(await ticksOf("often")).toContainEqual(["2029-01-01T02:10:00.000Z", "succeeded"]);
  });
});

describe("two instances", () => {
  it("give each tick one run", async () => {
    await live();
    await onlyDefault("daily_sync");
    await add("often", "* * * * *");
    const other = stage.instance(on);
    await stage.inTime(other.pipeline.start());
    await stage.passTime(4 * minuteMs + 30_000);
    expect(await ticksOf("often")).toHaveLength(4);
    await stage.inTime(instance.pipeline.stop());
    instance = other;
    await stage.passTime(5 * minuteMs);
    const ticks = (await ticksOf("often")).map(([at]) => at);
    expect(ticks).toHaveLength(9);
    expect(new Set(ticks).size).toBe(9);
  });

  it("see what the other one has changed before a tick is decided", async () => {
    await live();
    await onlyDefault("daily_sync");
    const other = stage.instance(on);
    await stage.inTime(other.pipeline.start());
    await stage.passTime(2 * minuteMs - 1_000);
    await other.useCases.changeSchedule(eve, { name: "daily_sync", revisions: null }, { enabled: false });
    await stage.passTime(minuteMs);
    expect(await ticksOf("daily_sync")).toEqual([]);
  });

  it("do not run a tick twice when its leader dies between the run and the note of it", async () => {
    const first = await live();
    await onlyDefault("daily_sync");
    stage.between = (point) => (point === "before schedules.record" ? new Promise(() => {}) : Promise.resolve());
    await stage.passTime(2 * minuteMs + 1_000);
    stage.between = () => Promise.resolve();
    // The first one hangs for ever; its lease is taken by one of the same name.
    const { instanceId } = first.pipeline.options;
    instance = stage.instance({ ...on, instanceId }, stage.accounting.connect(instanceId));
    await stage.inTime(instance.pipeline.start());
    await stage.passTime(3 * minuteMs);
    expect(await ticksOf("daily_sync")).toEqual([["2030-01-01T02:00:00.000Z", "succeeded"]]);
    expect((await instance.useCases.schedule("daily_sync")).schedule).toMatchObject({ runCount: 1, activeRunId: null });
  });
});

describe("what a person does", () => {
  it("adds a schedule that counts from now on", async () => {
    await live();
    const { schedule, nextRuns } = await add("custom_sync", "0 */6 * * *", { description: "Every 6 hours" });
    expect(schedule).toMatchObject({ kind: "full", enabled: true, timezone: "UTC", runCount: 0 });
    expect(nextRuns.map((at) => (at - midnight) / hourMs)).toEqual([6, 12, 18, 24, 30]);
  });

  it("may not use a name twice, or one that cannot be", async () => {
    await live();
    await expect(add("daily_sync", "0 1 * * *")).rejects.toMatchObject({ code: "conflict" });
    for (const name of ["", "../x", "a b", "-a", "ü", "preview", "start-all", "stop-all", "x".repeat(65)])
      await expect(add(name, "0 1 * * *"), name).rejects.toMatchObject({
        code: "validation",
        details: [{ pointer: "/name" }],
      });
  });

  it("is told why a line is refused", async () => {
    await live();
    const refused = {
      code: "validation",
      details: [{ pointer: "/cronExpression", message: "Invalid value for minute: 99" }],
    };
    await expect(add("bad", "99 * * * *")).rejects.toMatchObject(refused);
    await expect(change("daily_sync", { cronExpression: "99 * * * *" })).rejects.toMatchObject(refused);
    const zone = { code: "validation", details: [{ pointer: "/timezone" }] };
    await expect(add("bad", "0 1 * * *", { timezone: "Mars/Base" })).rejects.toMatchObject(zone);
    await expect(change("daily_sync", { timezone: "Mars/Base" })).rejects.toMatchObject(zone);
    expect((await instance.useCases.schedules()).length).toBe(4);
  });

  it("has room for 50", async () => {
    await live();
    for (let i = 5; i <= 50; i += 1) await add(`s${i}`, "0 1 * * *");
    await expect(add("one_more", "0 1 * * *")).rejects.toMatchObject({ code: "conflict", message: /50 schedules/ });
  });

  it("changes a line while the service runs: the new one counts, the old one no more", async () => {
    await live();
    await onlyDefault("daily_sync");
    await change("daily_sync", { cronExpression: "3 2 * * *" });
    await stage.passTime(6 * minuteMs);
    expect(await ticksOf("daily_sync")).toEqual([["2030-01-01T02:03:00.000Z", "succeeded"]]);
  });

  it("changes what was read and nothing else", async () => {
    await live();
    const { schedule } = await instance.useCases.schedule("daily_sync");
    const { schedule: changed } = await change("daily_sync", { description: "mine" }, [schedule.revision]);
    expect(changed).toMatchObject({ description: "mine", cronExpression: "0 2 * * *" });
    const outdated = { code: "precondition_failed" };
    await expect(change("daily_sync", { enabled: false }, [schedule.revision])).rejects.toMatchObject(outdated);
    const target = { name: "daily_sync", revisions: [schedule.revision] };
    await expect(instance.useCases.deleteSchedule(eve, target)).rejects.toMatchObject(outdated);
    await expect(change("daily_sync", { name: "other" })).rejects.toMatchObject({ code: "validation" });
  });

  it("finds nothing of a name that there is not", async () => {
    await live();
    const missing = { code: "not_found" };
    await expect(instance.useCases.schedule("other")).rejects.toMatchObject(missing);
    await expect(change("other", { enabled: true })).rejects.toMatchObject(missing);
    await expect(instance.useCases.triggerSchedule(eve, "other")).rejects.toMatchObject(missing);
    const target = { name: "other", revisions: null };
    await expect(instance.useCases.deleteSchedule(eve, target)).rejects.toMatchObject(missing);
  });

  it("deletes a default for good", async () => {
    await live();
    await instance.useCases.deleteSchedule(eve, { name: "hourly_sync", revisions: null });
    await stage.inTime(instance.pipeline.stop());
    await live();
    expect((await instance.useCases.schedules()).map(({ schedule }) => schedule.name)).not.toContain("hourly_sync");
  });

  it("lets a schedule run now, also one that is switched off, in no tick's place", async () => {
    await live();
    await onlyDefault("daily_sync");
    await change("daily_sync", { enabled: false });
    const run = await instance.useCases.triggerSchedule(eve, "daily_sync");
    expect(run).toMatchObject({ trigger: "api", actor: "eve", schedule: { name: "daily_sync", plannedAt: null } });
    await expect(instance.useCases.triggerSchedule(eve, "daily_sync")).rejects.toMatchObject({ code: "run_active" });
    await stage.passTime(5_000);
    const { schedule } = await instance.useCases.schedule("daily_sync");
    expect(schedule).toMatchObject({ runCount: 1, lastStatus: "succeeded" });
    await instance.useCases.triggerSchedule(eve, "daily_sync");
    await stage.passTime(5_000);
    expect((await instance.useCases.schedule("daily_sync")).schedule.runCount).toBe(2);
  });
});

describe("the status", () => {
  it("tells how many there are, how many are on, and what comes next", async () => {
    await live();
    await change("hourly_sync", { enabled: false });
    const { scheduled } = await instance.useCases.status();
    const expected = { isRunning: true, isPaused: false, totalSchedules: 4, enabledSchedules: 3 };
    expect(scheduled).toEqual({ ...expected, nextRunAt: midnight + 2 * hourMs });
    const other = stage.instance(on);
    expect((await other.useCases.status()).scheduled).toEqual(scheduled);
  });

  it("is told, too, while the accounting database does not answer", async () => {
    await live();
    await stage.passTime(100);
    stage.between = (point) => (point.includes("schedules.") ? Promise.reject(new Error("away")) : Promise.resolve());
    expect((await instance.useCases.status()).scheduled.totalSchedules).toBe(4);
  });

  it("of what is paused is that nothing runs, after a restart as well", async () => {
    await live();
    const paused = { isRunning: false, isPaused: true, totalSchedules: 4, enabledSchedules: 4, nextRunAt: null };
    expect(await instance.useCases.pauseSchedules(eve)).toEqual(paused);
    await stage.inTime(instance.pipeline.stop());
    await live();
    expect((await instance.useCases.status()).scheduled).toEqual(paused);
    expect((await instance.useCases.schedule("daily_sync")).nextRuns).toEqual([]);
    expect(await instance.useCases.resumeSchedules(eve)).toMatchObject({ isRunning: true, isPaused: false });
  });
});

describe("SCHEDULED_SYNC_ENABLED=false", () => {
  it("is a hard gate: nothing fires, and nobody can make it", async () => {
    await live({ scheduledEnabled: false });
    await stage.passTime(5 * minuteMs);
    expect(await ticksOf("daily_sync")).toEqual([]);
    expect((await instance.useCases.status()).scheduled).toMatchObject({ isRunning: false, nextRunAt: null });
    const disabled = { code: "disabled", message: /SCHEDULED_SYNC_ENABLED=false/ };
    await expect(instance.useCases.triggerSchedule(eve, "daily_sync")).rejects.toMatchObject(disabled);
    await expect(instance.useCases.resumeSchedules(eve)).rejects.toMatchObject(disabled);
    await change("daily_sync", { enabled: false });
    await expect(change("daily_sync", { enabled: true })).rejects.toMatchObject(disabled);
    expect(await instance.useCases.pauseSchedules(eve)).toMatchObject({ isPaused: true });
  });

  it("is in SYNC_ENABLED=false", async () => {
    await live({ syncEnabled: false });
    await stage.passTime(5 * minuteMs);
    expect(await ticksOf("daily_sync")).toEqual([]);
    await expect(instance.useCases.triggerSchedule(eve, "daily_sync")).rejects.toMatchObject({
      message: /SYNC_ENABLED=false/,
    });
  });
});
