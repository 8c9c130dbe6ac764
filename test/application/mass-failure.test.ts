import { beforeEach, describe, expect, it } from "vitest";
import { fuseFailedMax } from "../../src/domain/sync/fuse.ts";
import type { Run } from "../../src/domain/sync/run.ts";
import { createMemoryStage, type Instance, type MemoryStage } from "../support/memory-stage.ts";

const eve = { actor: "eve" };

let stage: MemoryStage;
let instance: Instance;

const stored = () => stage.accounting.store.checkpoint;
const health = async () => (await stage.inTime(instance.useCases.health())).health;
const realTime = async () => (await stage.inTime(instance.useCases.status())).realTime;
const put = (count: number, fields: Parameters<MemoryStage["putPayment"]>[1], name = "p"): void => {
  for (let index = 0; index < count; index += 1) stage.putPayment(`${name} ${index}`, fields);
};

beforeEach(async () => {
  stage = createMemoryStage();
  stage.putProperty("house");
  instance = await stage.live();
});

describe("many documents of the stream that fail at once", () => {
  const blow = async (): Promise<void> => {
    put(fuseFailedMax + 1, { amount: { type: "other", bsonType: "object" } });
    await stage.passTime(2_000);
  };

  it("pause real time, say why and what to do, and are all on record", async () => {
    await blow();
    expect(await realTime()).toMatchObject({ isRunning: false, state: "failed", error: { code: "mass_failure" } });
    const { status, reasons } = await health();
    expect(status).toBe("unhealthy");
    expect(reasons[0]).toMatchObject({ code: "mass_failure" });
    expect(reasons[0]?.message).toContain(`${fuseFailedMax + 1} of ${fuseFailedMax + 1} documents`);
    expect(reasons.map(({ code }) => code)).not.toContain("real_time_failed");
    expect(stored()).toMatchObject({ openFailures: fuseFailedMax + 1, tally: { events: fuseFailedMax + 1 } });
  });

  it("lose nothing that comes behind them: it is read when an operator starts real time again", async () => {
    await blow();
    const { position } = stored();
    stage.putPayment("sound");
    await stage.passTime(120_000);
    expect(stage.accounting.store.rows.size).toBe(0);
    expect(stored().position).toEqual(position);
    await stage.inTime(instance.useCases.startRealTime(eve));
    await stage.passTime(2_000);
    expect(stage.accounting.store.rows.size).toBe(1);
    expect(await realTime()).toMatchObject({ isRunning: true, state: "live", error: null });
    expect(stored().massFailure).toBeNull();
  });

  it("keep it paused through a restart, and say so there too", async () => {
    await blow();
    await stage.inTime(instance.pipeline.stop());
    instance = stage.instance();
    await stage.inTime(instance.pipeline.start());
    stage.putPayment("sound");
    await stage.passTime(60_000);
    expect(stage.accounting.store.rows.size).toBe(0);
    expect(await realTime()).toMatchObject({ isRunning: false, state: "failed", error: { code: "mass_failure" } });
    expect((await health()).reasons[0]).toMatchObject({ code: "mass_failure" });
    const other = stage.instance();
    expect((await stage.inTime(other.useCases.status())).realTime).toMatchObject({ isRunning: false, state: "failed" });
  });

  it("do not keep a full sync from running to its end and counting them", async () => {
    await blow();
    const { id } = await stage.inTime(instance.useCases.startFullSync(eve, { dryRun: false, confirm: null }));
    const run = await stage.inTime(instance.useCases.waitForRun(id, 60_000, new AbortController().signal));
    expect(run).toMatchObject({ state: "succeeded", counts: { failed: fuseFailedMax + 1 } });
    expect((await realTime()).state).toBe("failed");
  });

  it("pause it again when they go on after it was started", async () => {
    await blow();
    await stage.inTime(instance.useCases.startRealTime(eve));
    put(fuseFailedMax + 1, { amount: "a lot" }, "q");
    await stage.passTime(5_000);
    expect((await realTime()).state).toBe("failed");
    expect(stored().tally.events).toBe(2 * (fuseFailedMax + 1));
  });
});

describe("a pause where configuration leaves the stream to schedules", () => {
  const hourly = async (): Promise<Run> => {
    const { id } = await stage.inTime(instance.useCases.triggerSchedule(eve, "hourly_sync"));
    return stage.inTime(instance.useCases.waitForRun(id, 60_000, new AbortController().signal), 120_000);
  };

  it("holds every sync of changes back until an operator lifts it over the API, and starts no real time", async () => {
    await stage.inTime(instance.pipeline.stop());
    instance = await stage.live({ realTimeEnabled: false, scheduledEnabled: true });
    put(fuseFailedMax + 1, { amount: "a lot" });
    await hourly();
    expect(stored().massFailure).toMatchObject({ failed: fuseFailedMax + 1 });
    expect((await health()).reasons[0]).toMatchObject({ code: "mass_failure" });
    stage.putPayment("sound");
    expect(await hourly()).toMatchObject({ state: "failed", error: { code: "mass_failure" } });
    expect(await stage.inTime(instance.useCases.startRealTime(eve))).toMatchObject({ isRunning: false, error: null });
    expect(stored().massFailure).toBeNull();
    expect((await hourly()).state).toBe("succeeded");
    expect(stage.accounting.store.rows.size).toBe(1);
    await expect(stage.inTime(instance.useCases.startRealTime(eve))).rejects.toMatchObject({ code: "disabled" });
  });
});

describe("real time goes on", () => {
  it("when no more fail than single mistakes explain", async () => {
    put(fuseFailedMax, { amount: "a lot" });
    await stage.passTime(2_000);
    expect((await realTime()).state).toBe("live");
  });

  it("when the same document fails again and again", async () => {
    for (let edit = 0; edit < 3 * fuseFailedMax; edit += 1) {
      stage.putPayment("rent", { amount: `nonsense ${edit}` });
      await stage.passTime(1_000);
    }
    expect((await realTime()).state).toBe("live");
    expect(stored().openFailures).toBe(1);
  });

  it("when documents that have failed before are told of again", async () => {
    put(fuseFailedMax, { amount: "a lot" });
    await stage.passTime(6 * 60_000);
    put(fuseFailedMax, { amount: "a lot" }, "q");
    await stage.passTime(6 * 60_000);
    put(fuseFailedMax, { amount: "nonsense" });
    put(fuseFailedMax, { amount: "nonsense" }, "q");
    await stage.passTime(2_000);
    expect((await realTime()).state).toBe("live");
    expect(stored().openFailures).toBe(2 * fuseFailedMax);
  });

  it("when many fail in a full sync", async () => {
    await stage.inTime(instance.useCases.stopRealTime(eve));
    put(200, { amount: "a lot" });
    const { id } = await stage.inTime(instance.useCases.startFullSync(eve, { dryRun: false, confirm: null }));
    await stage.inTime(instance.useCases.waitForRun(id, 60_000, new AbortController().signal));
    expect(stored()).toMatchObject({ openFailures: 200, massFailure: null });
  });
});
