import { beforeEach, describe, expect, it } from "vitest";
import { AppError } from "../../src/application/errors.ts";
import { incomeRowId } from "../../src/domain/ids.ts";
import type { Run } from "../../src/domain/sync/run.ts";
import { createMemoryStage, type Instance, type MemoryStage, named } from "../support/memory-stage.ts";

const eve = { actor: "eve" };
const away = new AppError("source_unavailable", "The main database does not answer.");
/** Schedules may be triggered, and none fires by itself meanwhile. */
const scheduled = { scheduledEnabled: true };
const alone = { ...scheduled, realTimeEnabled: false };

let stage: MemoryStage;
let instance: Instance;

beforeEach(() => {
  stage = createMemoryStage();
  stage.putProperty("house");
  stage.putPayment("old");
});

const stored = () => stage.accounting.store.checkpoint;
const row = (name: string) => stage.accounting.store.rows.get(incomeRowId(named(name)));
const begin = (): Promise<Run> => stage.inTime(instance.useCases.triggerSchedule(eve, "hourly_sync"));
const run = (id: string): Promise<Run> => instance.useCases.run(id);
const end = async ({ id }: Run): Promise<Run> => {
  const { signal } = new AbortController();
  return await stage.inTime(instance.useCases.waitForRun(id, 300_000, signal));
};
const incremental = async (): Promise<Run> => end(await begin());
const fail = (error: unknown, ...points: readonly string[]): void => {
  stage.between = (point) => (points.includes(point) ? Promise.reject(error) : Promise.resolve());
};
const mend = (): void => {
  stage.between = () => Promise.resolve();
};

describe("without real-time sync, an incremental sync", () => {
  beforeEach(async () => {
    instance = await stage.live(alone);
  });

  it("begins the stream at first, and waits for the full sync that shows what was there before", async () => {
    const first = await incremental();
    expect(first).toMatchObject({ kind: "incremental", state: "succeeded", error: null });
    expect(row("old")?.status).toBe("posted");
    expect(stored()).toMatchObject({ initialised: true, reading: 1, coveredReading: 1 });
  });

  it("then brings what has changed since, up to now, and ends", async () => {
    await incremental();
    for (const name of ["a", "b", "c"]) stage.putPayment(name);
    stage.putPayment("old", { amount: 5 });
    stage.putPayment("pending", { status: "pending" });
    expect(row("a")).toBeUndefined();
    const second = await incremental();
    expect(second).toMatchObject({ state: "succeeded", progress: { phase: "done", processed: 5, total: 5 } });
    expect(second.counts).toMatchObject({ read: 5, applied: 4, notPosted: 1, failed: 0 });
    expect(["a", "b", "c", "old"].map((name) => row(name)?.amountMinor)).toEqual([10_000n, 10_000n, 10_000n, 500n]);
    stage.putPayment("later");
    await stage.passTime(60_000);
    expect(row("later")).toBeUndefined();
    expect((await incremental()).counts.read).toBe(1);
    expect(row("later")?.status).toBe("posted");
  });

  it("moves the position of a quiet database too, so that it does not age out of its history", async () => {
    await incremental();
    const before = stored().position?.clusterTime ?? 0n;
    stage.source.tick();
    expect(await incremental()).toMatchObject({ state: "succeeded", counts: { read: 0 } });
    expect(stored().position?.clusterTime).toBe(stage.source.now());
    expect(stored().position?.clusterTime).toBeGreaterThan(before);
  });

  it("waits for a source that is away, and loses nothing", async () => {
    await incremental();
    stage.putPayment("a");
    fail(away, "before feed.open");
    const begun = await begin();
    await stage.passTime(60_000);
    expect((await run(begun.id)).state).toBe("running");
    mend();
    expect(await end(begun)).toMatchObject({ state: "succeeded", counts: { read: 1 } });
    expect(row("a")?.status).toBe("posted");
  });

  it("that fails says so, and the next one brings what it did not", async () => {
    await incremental();
    stage.putPayment("a");
    fail(new Error("broken for good"), "before sink.commit");
    expect(await incremental()).toMatchObject({ state: "failed", error: { code: "internal" } });
    mend();
    expect(await incremental()).toMatchObject({ state: "succeeded", counts: { read: 1 } });
    expect(row("a")?.status).toBe("posted");
  });

  it("records lost history, and ends when the full sync after it has shown everything", async () => {
    await incremental();
    stage.putPayment("missed");
    stage.source.truncateOplog();
    expect(await incremental()).toMatchObject({ state: "succeeded" });
    expect(row("missed")?.status).toBe("posted");
    expect(stored().gap).toMatchObject({ closedAt: expect.any(Number) });
    expect(stored()).toMatchObject({ reading: 2, coveredReading: 2 });
  });

  it("says when no full sync has shown what it could not", async () => {
    fail(new Error("unreadable"), "before source.count");
    const first = await incremental();
    expect(first).toMatchObject({ state: "failed", error: { code: "not_covered" } });
  });

  it("is one at a time", async () => {
    await incremental();
    stage.putPayment("a");
    fail(away, "before feed.open");
    await begin();
    await expect(begin()).rejects.toMatchObject({ code: "run_active" });
  });

  it("can be cancelled, and keeps what it has committed", async () => {
    await incremental();
    stage.putPayment("a");
    fail(away, "before feed.open");
    const begun = await begin();
    await stage.passTime(1_000);
    const cancelled = await stage.inTime(instance.useCases.cancelRun(eve, begun.id));
    expect(cancelled).toMatchObject({ state: "cancelled" });
    mend();
    expect(await incremental()).toMatchObject({ state: "succeeded", counts: { read: 1 } });
  });

  it("goes on after a restart", async () => {
    await incremental();
    stage.putPayment("a");
    fail(away, "before feed.open");
    const begun = await begin();
    await stage.passTime(1_000);
    await stage.inTime(instance.pipeline.stop());
    mend();
    instance = await stage.live(alone);
    expect(await end(begun)).toMatchObject({ id: begun.id, state: "succeeded" });
    expect(row("a")?.status).toBe("posted");
  });
});

describe("beside real-time sync, an incremental sync", () => {
  it("records that the stream has passed its moment", async () => {
    instance = await stage.live(scheduled);
    stage.putPayment("a");
    expect(await incremental()).toMatchObject({ state: "succeeded" });
    expect(row("a")?.status).toBe("posted");
    expect(await incremental()).toMatchObject({ state: "succeeded", counts: { read: 0 } });
    expect((await instance.useCases.status()).realTime.state).toBe("live");
  });

  it("ends only when what was read before its moment is committed", async () => {
    instance = await stage.live(scheduled);
    const held = Promise.withResolvers<void>();
    stage.between = (point) => (point === "before sink.commit" ? held.promise : Promise.resolve());
    stage.putPayment("a");
    const begun = await begin();
    await stage.passTime(20_000);
    expect((await run(begun.id)).state).toBe("running");
    mend();
    held.resolve();
    expect(await end(begun)).toMatchObject({ state: "succeeded" });
    expect(row("a")?.status).toBe("posted");
  });

  it("follows the stream itself once real-time sync is stopped", async () => {
    instance = await stage.live(scheduled);
    fail(away, "before feed.next", "before feed.open");
    stage.putPayment("a");
    await stage.passTime(2_000);
    await stage.inTime(instance.useCases.stopRealTime(eve));
    const begun = await begin();
    mend();
    expect(await end(begun)).toMatchObject({ state: "succeeded", counts: { applied: 1 } });
    expect((await instance.useCases.status()).realTime.state).toBe("stopped");
  });

  it("hands the stream over to real-time sync that is started meanwhile", async () => {
    instance = await stage.live(scheduled);
    await stage.inTime(instance.useCases.stopRealTime(eve));
    for (let i = 0; i < 30; i += 1) stage.putPayment(`p${i}`);
    const held = Promise.withResolvers<void>();
    stage.between = (point) => (point === "before sink.commit" ? held.promise : Promise.resolve());
    const begun = await begin();
    await stage.passTime(1_000);
    await stage.inTime(instance.useCases.startRealTime(eve));
    await stage.passTime(1_000);
    expect((await instance.useCases.status()).realTime.state).toBe("starting");
    mend();
    held.resolve();
    expect(await end(begun)).toMatchObject({ state: "succeeded", counts: { read: 30, applied: 30 } });
    stage.putPayment("more");
    await stage.passTime(5_000);
    expect(row("more")?.status).toBe("posted");
    expect(stored().tally).toMatchObject({ events: 31, applied: 31 });
  });

  it("does not hold up a stop of real-time sync that waits for it", async () => {
    instance = await stage.live(scheduled);
    await stage.inTime(instance.useCases.stopRealTime(eve));
    stage.putPayment("a");
    const held = Promise.withResolvers<void>();
    stage.between = (point) => (point === "before sink.commit" ? held.promise : Promise.resolve());
    const begun = await begin();
    await stage.passTime(1_000);
    await stage.inTime(instance.useCases.startRealTime(eve));
    await stage.inTime(instance.useCases.stopRealTime(eve));
    expect((await run(begun.id)).state).toBe("running");
    mend();
    held.resolve();
    expect(await end(begun)).toMatchObject({ state: "succeeded" });
  });
});
