import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { PipelinePorts } from "../../src/application/pipeline-ports.ts";
import type { Run } from "../../src/domain/sync/run.ts";
import { type FreshDatabases, freshDatabases } from "../support/fresh-databases.ts";
import { expectExactLedger } from "../support/oracle/expect-exact-ledger.ts";
import { type RunningService, startService } from "../support/running-service.ts";
import { type SettableClock, settableClock } from "../support/settable-clock.ts";
import { settled } from "../support/settled.ts";
import { startTraffic } from "../support/traffic.ts";
import { until } from "../support/until.ts";

const eve = { actor: "eve" };
const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const midnight = Date.UTC(2030, 0, 1);

let databases: FreshDatabases;

beforeEach(async () => {
  databases = await freshDatabases();
});
afterEach(() => databases.cleanUp());

const start = (
  instanceId: string,
  { clock }: SettableClock,
  environment: Record<string, string> = {},
): Promise<RunningService> => {
  const overrides: Partial<PipelinePorts> = { clock };
  const variables = { INSTANCE_ID: instanceId, SCHEDULED_SYNC_ENABLED: "true", ...environment };
  return startService(databases, variables, overrides);
};

const runsOf = async ({ useCases }: RunningService, name: string): Promise<readonly Run[]> =>
  (await useCases.runs({ kind: null, state: null, schedule: null }, { limit: 200, cursor: null })).items
    .filter(({ schedule }) => schedule?.name === name)
    .toReversed();
const told = (runs: readonly Run[]) =>
  runs.map(({ schedule, state }) => [new Date(schedule?.plannedAt ?? 0).toISOString(), state]);
const leads = (service: RunningService) =>
  until("it leads", async () => (await service.useCases.status()).leader.isLeader);
/** The schedule's newest run is over, and its end is counted. */
const counted = (service: RunningService, name: string, runCount: number) =>
  until(`${name} has ${runCount} runs`, async () => {
    const { schedule } = await service.useCases.schedule(name);
    return schedule.runCount === runCount && schedule.activeRunId === null ? schedule : null;
  });

it("fires by the line that was set through the API, after a restart of the service too", async () => {
  const traffic = await startTraffic(databases.main, { seed: 31 });
  await traffic.change(100);
  const time = settableClock(midnight + 10 * minuteMs);
  const first = await start("a:1", time);
  await leads(first);
  await settled(databases);
  const { schedule } = await first.useCases.schedule("daily_sync");
  const target = { name: "daily_sync", revisions: [schedule.revision] };
  await first.useCases.changeSchedule(eve, target, { cronExpression: "30 5 * * *", timezone: "Africa/Harare" });
  await first.useCases.deleteSchedule(eve, { name: "weekly_consistency_check", revisions: null });
  await first.stop();
  await using second = await start("a:1", time);
  await leads(second);
  const names = (await second.useCases.schedules()).map((view) => view.schedule.name);
  expect(names).toEqual(["daily_sync", "hourly_sync", "monthly_deep_sync"]);
  time.set(midnight + 2 * hourMs + minuteMs);
  await until("the hourly sync has run", async () => (await runsOf(second, "hourly_sync")).length === 1);
  expect(await runsOf(second, "daily_sync")).toEqual([]);
  // 05:30 in Harare is 03:30 in UTC.
  time.set(midnight + 3.5 * hourMs + 1_000);
  const after = await counted(second, "daily_sync", 1);
  expect(told(await runsOf(second, "daily_sync"))).toEqual([["2030-01-01T03:30:00.000Z", "succeeded"]]);
  expect(after).toMatchObject({ lastStatus: "succeeded", lastError: null, cronExpression: "30 5 * * *" });
  await expectExactLedger(databases);
});

it("lets the stream pass an incremental sync's moment while real time runs, and follows it itself when it does not", async () => {
  const traffic = await startTraffic(databases.main, { seed: 32 });
  const time = settableClock(midnight + 10 * minuteMs);
  await using service = await start("a:1", time);
  await leads(service);
  await settled(databases);
  await traffic.change(200);
  const beside = await service.useCases.triggerSchedule(eve, "hourly_sync");
  await counted(service, "hourly_sync", 1);
  expect(await service.useCases.run(beside.id)).toMatchObject({ state: "succeeded", kind: "incremental" });
  await expectExactLedger(databases);
  await service.useCases.stopRealTime(eve);
  await traffic.change(300);
  const alone = await service.useCases.triggerSchedule(eve, "hourly_sync");
  await counted(service, "hourly_sync", 2);
  const run = await service.useCases.run(alone.id);
  expect(run).toMatchObject({ state: "succeeded", error: null });
  expect(run.counts.read).toBeGreaterThan(0);
  expect((await service.useCases.status()).realTime.state).toBe("stopped");
  await expectExactLedger(databases);
});

it("works by incremental syncs alone when real time is switched off", async () => {
  const traffic = await startTraffic(databases.main, { seed: 33 });
  await traffic.change(200);
  const time = settableClock(midnight + 59 * minuteMs);
  await using service = await start("a:1", time, { REAL_TIME_SYNC_ENABLED: "false" });
  await leads(service);
  for (const hour of [1, 2, 3]) {
    await traffic.change(100);
    time.set(midnight + hour * hourMs + 500);
    await counted(service, "hourly_sync", hour);
    const [run] = (await runsOf(service, "hourly_sync")).slice(-1);
    expect(run).toMatchObject({ state: "succeeded" });
    await expectExactLedger(databases);
    // The daily one comes between at two; its own test is another.
    await until("no full sync runs", async () => (await service.useCases.status()).activeRun === null);
  }
});

describe("two instances", () => {
  it("give each tick one run, whichever leads", async () => {
    const time = settableClock(midnight + 10 * minuteMs);
    const first = await start("a:1", time);
    await leads(first);
    await using second = await start("b:1", time);
    await settled(databases);
    await second.useCases.createSchedule(eve, { name: "often", cronExpression: "* * * * *" });
    for (const minute of [11, 12, 13]) {
      time.set(midnight + minute * minuteMs + 100);
      await counted(second, "often", minute - 10);
    }
    await first.stop();
    await leads(second);
    for (const minute of [14, 15]) {
      time.set(midnight + minute * minuteMs + 100);
      await counted(second, "often", minute - 10);
    }
    const ticks = told(await runsOf(second, "often"));
    expect(ticks).toEqual([11, 12, 13, 14, 15].map((minute) => [`2030-01-01T00:${minute}:00.000Z`, "succeeded"]));
  });

  it("carry a trigger out where somebody leads", async () => {
    const time = settableClock(midnight + 10 * minuteMs);
    await using first = await start("a:1", time);
    await leads(first);
    await using second = await start("b:1", time);
    await settled(databases);
    const run = await second.useCases.triggerSchedule(eve, "daily_sync");
    expect(run).toMatchObject({ kind: "full", trigger: "api", schedule: { name: "daily_sync", plannedAt: null } });
    await counted(first, "daily_sync", 1);
  });
});

it("catches up once what was missed while nobody led", async () => {
  const time = settableClock(midnight + 10 * minuteMs);
  const first = await start("a:1", time);
  await leads(first);
  await settled(databases);
  await first.stop();
  time.set(midnight + 49.5 * hourMs);
  await using second = await start("b:1", time);
  await counted(second, "daily_sync", 1);
  await counted(second, "hourly_sync", 1);
  expect(told(await runsOf(second, "daily_sync"))).toEqual([["2030-01-02T02:00:00.000Z", "succeeded"]]);
  expect(told(await runsOf(second, "hourly_sync"))).toEqual([["2030-01-03T01:00:00.000Z", "succeeded"]]);
});

it("records a tick that comes while a run of its kind is active as skipped", async () => {
  const traffic = await startTraffic(databases.main, { seed: 34 });
  await traffic.change(50);
  const time = settableClock(midnight + hourMs + 59 * minuteMs);
  await using service = await start("a:1", time, { FULL_SYNC_MAX_ROWS_PER_SECOND: "1" });
  await leads(service);
  const initial = await until("the initial sync runs", async () => (await service.useCases.status()).activeRun);
  time.set(midnight + 2 * hourMs + 500);
  const [skipped] = await until("the tick is decided", async () => {
    const runs = await runsOf(service, "daily_sync");
    return runs.length > 0 ? runs : null;
  });
  expect(skipped).toMatchObject({ state: "skipped", startedAt: null, error: { code: "run_active" } });
  expect(skipped?.error?.message).toContain(initial.id);
  const schedule = await until("the schedule tells of it", async () => {
    const { schedule } = await service.useCases.schedule("daily_sync");
    return schedule.lastStatus === null ? null : schedule;
  });
  expect(schedule).toMatchObject({ runCount: 0, lastStatus: "skipped", lastError: skipped?.error?.message });
});
