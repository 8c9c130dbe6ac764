import { beforeEach, describe, expect, it } from "vitest";
import { AppError } from "../../src/application/errors.ts";
import { metricKinds } from "../../src/domain/sync/metrics.ts";
import { createMemoryStage, type Instance, type MemoryStage } from "../support/memory-stage.ts";

let stage: MemoryStage;
let leader: Instance;

beforeEach(async () => {
  stage = createMemoryStage();
  stage.putProperty("house");
  stage.putPayment("rent");
  leader = await stage.live();
  stage.putPayment("more");
  stage.putPayment("malformed", { amount: "a lot" });
  stage.putPayment("pending", { status: "pending" });
  await stage.passTime(6_000);
});

/** `name{labels}` → value, as a collector reads them. */
const measured = async ({ useCases }: Instance): Promise<ReadonlyMap<string, number>> => {
  const lines = (await stage.inTime(useCases.metrics()))
    .split("\n")
    .filter((line) => line !== "" && !line.startsWith("#"));
  return new Map(
    lines.map((line) => [line.slice(0, line.lastIndexOf(" ")), Number(line.slice(line.lastIndexOf(" ") + 1))]),
  );
};

describe("metrics", () => {
  it("tell the counters, the lag, the verdict and who leads", async () => {
    const metrics = await measured(leader);
    expect(metrics.get("ledgersync_events_total")).toBe(3);
    const outcomes = ["applied", "unchanged", "coalesced", "notPosted", "failed"].map((outcome) =>
      metrics.get(`ledgersync_events_outcome_total{outcome="${outcome}"}`),
    );
    expect(outcomes).toEqual([1, 0, 0, 1, 1]);
    expect(metrics.get("ledgersync_commits_total")).toBe(Number(stage.accounting.store.checkpoint.commitNo));
    expect(metrics.get("ledgersync_lag_seconds")).toBe(0);
    expect(metrics.get("ledgersync_failures_open")).toBe(1);
    expect(metrics.get('ledgersync_health_status{status="degraded"}')).toBe(1);
    expect(metrics.get('ledgersync_health_status{status="healthy"}')).toBe(0);
    expect(metrics.get('ledgersync_health_reason{code="open_failures",severity="degraded"}')).toBe(1);
    expect(metrics.get('ledgersync_runs{kind="initial",state="succeeded"}')).toBe(1);
    expect(metrics.get('ledgersync_breaker_state{database="accounting",state="closed"}')).toBe(1);
    expect([metrics.get("ledgersync_leader"), metrics.get("ledgersync_leader_epoch")]).toEqual([1, 1]);
    expect(metrics.get("ledgersync_process_resident_memory_bytes")).toBeGreaterThan(10_000_000);
    expect(metrics.get("ledgersync_process_cpu_seconds_total")).toBeGreaterThan(0);
  });

  it("name each of them once, with the help and kind of the one table", async () => {
    const text = await stage.inTime(leader.useCases.metrics());
    for (const [name, [kind, help]] of Object.entries(metricKinds)) {
      expect(text.split(`# TYPE ${name} ${kind}\n`)).toHaveLength(2);
      expect(text).toContain(`# HELP ${name} ${help}\n`);
    }
    expect(text).not.toMatch(/NaN|null|undefined/);
  });

  it("are the same on an instance that does not lead, but for who leads and how old that word is", async () => {
    const other = stage.instance();
    await stage.passTime(2_000);
    const [own, told] = [await measured(leader), await measured(other)];
    const ofTheLedger = [...own.keys()].filter((key) => !/process|leader$|age|headroom|window/.test(key));
    for (const key of ofTheLedger) expect([key, told.get(key)]).toEqual([key, own.get(key)]);
    expect(told.get("ledgersync_leader")).toBe(0);
    expect(told.get("ledgersync_observation_age_seconds")).toBeLessThanOrEqual(5);
  });

  it("say how far the stream is from the end of the oplog, and warn before it is lost", async () => {
    const door = Promise.withResolvers<void>();
    stage.between = (point) => (point === "before feed.next" ? door.promise : Promise.resolve());
    await stage.passTime(3_600_000);
    stage.source.truncateOplog();
    await stage.passTime(100_000);
    stage.source.tick();
    await stage.passTime(31_000);
    const metrics = await measured(leader);
    expect(metrics.get("ledgersync_oplog_headroom_seconds")).toBe(0);
    expect(metrics.get("ledgersync_checkpoint_age_seconds")).toBeGreaterThan(3_600);
    expect(metrics.get('ledgersync_health_reason{code="oplog_headroom_low",severity="degraded"}')).toBe(1);
    door.resolve();
  });

  it("leave out what is not known, rather than telling it as nothing", async () => {
    const other = stage.instance();
    const away = new AppError("accounting_unavailable", "away");
    stage.between = (point) => (point.startsWith("before ") ? Promise.reject(away) : Promise.resolve());
    const metrics = await measured(other);
    for (const name of ["lag_seconds", "events_total", "commits_total", "failures_open", "oplog_headroom_seconds"])
      expect(metrics.has(`ledgersync_${name}`)).toBe(false);
    expect(metrics.get('ledgersync_health_status{status="unhealthy"}')).toBe(1);
    expect(metrics.get('ledgersync_health_reason{code="database_away",severity="unhealthy"}')).toBe(1);
  });
});
