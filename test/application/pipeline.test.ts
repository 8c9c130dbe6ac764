import { beforeEach, describe, expect, it } from "vitest";
import { AppError } from "../../src/application/errors.ts";
import { incomeRowId } from "../../src/domain/ids.ts";
import { documentKey } from "../../src/domain/sync/failure.ts";
import { createMemoryStage, type Instance, type MemoryStage, named } from "../support/memory-stage.ts";

const eve = { actor: "eve" };

let stage: MemoryStage;

const stored = () => stage.accounting.store.checkpoint;
const row = (name: string) => stage.accounting.store.rows.get(incomeRowId(named(name)));
const leads = ({ pipeline }: Instance): boolean => pipeline.term() !== null;

beforeEach(() => {
  stage = createMemoryStage();
  stage.putProperty("house");
  stage.putPayment("rent");
});

describe("several instances", () => {
  it("are led by one; the others serve what is committed, and have the leader write", async () => {
    const first = await stage.live();
    const second = stage.instance();
    await stage.inTime(second.pipeline.start());
    await stage.passTime(30_000);
    expect([leads(first), leads(second)]).toEqual([true, false]);
    expect(await stage.inTime(second.useCases.account(named("house")))).toMatchObject({ propertyName: "Rose Court" });
    const { leader } = await stage.inTime(second.useCases.status());
    expect(leader).toMatchObject({ isLeader: false, epoch: 1n, instanceId: "i1" });
    const order = { dryRun: false, confirm: null };
    const { id } = await stage.inTime(second.useCases.startFullSync(eve, order));
    expect((await stage.inTime(first.useCases.run(id))).actor).toBe("eve");
  });

  it("hand over within a second when the leader stops", async () => {
    const first = await stage.live();
    const second = stage.instance();
    await stage.inTime(second.pipeline.start());
    await stage.passTime(2_000);
    await stage.inTime(first.pipeline.stop());
    await stage.passTime(1_000);
    expect([leads(first), leads(second)]).toEqual([false, true]);
    stage.putPayment("more");
    await stage.passTime(100);
    expect(row("more")?.status).toBe("posted");
    expect(stored().epoch).toBe(2n);
  });

  it("hand over when the leader has hung for as long as its lease, and the old one writes nothing any more", async () => {
    const first = await stage.live();
    const second = stage.instance();
    await stage.inTime(second.pipeline.start());
    const { lease } = stage.accounting.store;
    stage.accounting.store.lease = { ...lease, instanceId: null };
    await stage.until(() => leads(second));
    stage.putPayment("more");
    await stage.passTime(20_000);
    expect([leads(first), leads(second)]).toEqual([false, true]);
    expect(stored()).toMatchObject({ epoch: 2n, tally: { events: 1 } });
    expect(row("more")?.status).toBe("posted");
  });

  it("do not speak for the ledger any more once the lease is lost, though the last request still hangs", async () => {
    const { useCases } = await stage.live();
    stage.between = (point) =>
      point.startsWith("before ") && !point.includes("source.") && !point.includes("feed.")
        ? new Promise(() => undefined)
        : Promise.resolve();
    stage.putPayment("more");
    await stage.passTime(15_000);
    const { health } = await stage.inTime(useCases.health());
    expect(health).toMatchObject({ status: "unhealthy", reasons: [{ code: "database_away" }] });
  });

  it("end the term of one whose commit was fenced off, before it has heard about the lease", async () => {
    const first = await stage.live();
    await stage.inTime(stage.accounting.connect("i9").sink.takeOver(7n, new AbortController().signal));
    stage.putPayment("more");
    await stage.passTime(1_000);
    expect(row("more")).toBeUndefined();
    const { realTime } = await stage.inTime(first.useCases.status());
    expect(realTime.isRunning).toBe(false);
  });
});

describe("an instance that stops", () => {
  it("commits what was read, keeps the position and gives the lease back", async () => {
    const { pipeline } = await stage.live();
    stage.putPayment("more");
    await stage.passTime(10);
    await stage.inTime(pipeline.stop());
    expect(row("more")?.status).toBe("posted");
    expect(stage.accounting.store.lease.instanceId).toBeNull();
    expect(stage.clock.untilNextWake()).toBeNull();
  });

  it("does not wait for ever for a ledger that is away", async () => {
    const { pipeline } = await stage.live();
    const gone = new AppError("accounting_unavailable", "away");
    stage.between = (point) => (point === "before sink.commit" ? Promise.reject(gone) : Promise.resolve());
    stage.putPayment("more");
    await stage.passTime(10);
    const before = stage.clock.monotonic();
    await stage.inTime(pipeline.stop());
    expect(stage.clock.monotonic() - before).toBeLessThanOrEqual(10_000);
    expect(stored().tally.events).toBe(0);
  });
});

describe("an accounting database", () => {
  it("of somebody else is refused", async () => {
    stage.accounting.store.foreign = true;
    const { pipeline } = stage.instance();
    await expect(stage.inTime(pipeline.start())).rejects.toMatchObject({ code: "foreign_database" });
  });

  it("that is away at the start is waited for", async () => {
    const gone = new AppError("accounting_unavailable", "away");
    stage.between = (point) => (point === "before sink.prepare" ? Promise.reject(gone) : Promise.resolve());
    const instance = stage.instance();
    const starting = instance.pipeline.start();
    await stage.passTime(60_000);
    expect(leads(instance)).toBe(false);
    stage.between = () => Promise.resolve();
    await stage.inTime(starting);
    await stage.until(() => leads(instance));
  });
});

describe("what a pipeline remembers of errors", () => {
  it("is the newest twenty, each absence told once", async () => {
    const { useCases } = await stage.live();
    const gone = new AppError("accounting_unavailable", "away");
    stage.between = (point) => (point === "before sink.commit" ? Promise.reject(gone) : Promise.resolve());
    stage.putPayment("more");
    await stage.passTime(60_000);
    const { errors } = await stage.inTime(useCases.stats());
    expect(errors.map(({ code }) => code)).toEqual(["accounting_unavailable"]);
  });
});

describe("drift", () => {
  const damage = (name: string): void => {
    const damaged = stage.accounting.store.rows.get(incomeRowId(named(name)));
    if (damaged !== undefined) stage.accounting.store.rows.set(damaged.id, { ...damaged, notes: "tampered with" });
  };

  it("is what a full sync corrects and the stream had not reported: counted and shown in health", async () => {
    const { useCases } = await stage.live();
    damage("rent");
    const { id } = await stage.inTime(useCases.startFullSync(eve, { dryRun: false, confirm: null }));
    await stage.until(() => row("rent")?.notes === null);
    stage.source.tick();
    await stage.until(() => stored().driftCorrected > 0);
    expect(stored().driftCorrected).toBe(1);
    await stage.until(() => stage.accounting.store.runs.get(id)?.run.counts.driftCorrected === 1);
    const run = await stage.inTime(useCases.run(id));
    expect(run).toMatchObject({ state: "succeeded", drift: [documentKey("payments", named("rent"))] });
    expect(row("rent")?.notes).toBeNull();
    const { health } = await stage.inTime(useCases.health());
    expect(health).toMatchObject({ status: "degraded", reasons: [{ code: "drift" }] });
  });

  it("weighs on health until a check has found the ledger right, and stays counted", async () => {
    const { useCases, pipeline } = await stage.live();
    damage("rent");
    await stage.inTime(useCases.startFullSync(eve, { dryRun: false, confirm: null }));
    await stage.until(() => row("rent")?.notes === null);
    stage.source.tick();
    await stage.until(() => stored().driftCorrected > 0 && pipeline.term()?.checks.active() === null);
    await stage.inTime(useCases.startCheck(eve));
    await stage.until(() => stored().driftSettled === 1);
    const { health, status } = await stage.inTime(useCases.health());
    expect(health.reasons).toEqual([]);
    expect(status.driftCorrected).toBe(1);
  });

  it("is not what the stream has yet to bring", async () => {
    const { useCases } = await stage.live();
    const door = Promise.withResolvers<void>();
    stage.between = (point) => (point === "before feed.next" ? door.promise : Promise.resolve());
    await stage.passTime(1_500);
    stage.putPayment("unheard");
    await stage.inTime(useCases.startFullSync(eve, { dryRun: false, confirm: null }));
    await stage.until(() => row("unheard")?.status === "posted");
    door.resolve();
    await stage.passTime(60_000);
    expect(stored().driftCorrected).toBe(0);
  });

  it("is counted in full also when the stream settles more of it before the first count is stored", async () => {
    stage = createMemoryStage(1);
    stage.putProperty("house");
    for (const name of ["a", "b"]) stage.putPayment(name);
    const { useCases, pipeline } = await stage.live();
    const [stream, patches] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    stage.between = (point) => (point === "before feed.next" ? stream.promise : Promise.resolve());
    await stage.passTime(1_500);
    for (const name of ["a", "b"]) {
      damage(name);
      await stage.inTime(useCases.startFullSync(eve, { dryRun: false, confirm: null }));
      await stage.until(() => row(name)?.notes === null && pipeline.term()?.fullSyncs.active() === null);
      stage.putPayment(`after ${name}`);
    }
    stage.between = (point) => (point === "before sink.patchCheckpoint" ? patches.promise : Promise.resolve());
    stream.resolve();
    await stage.passTime(1_000);
    patches.resolve();
    await stage.passTime(1_000);
    expect(stored().driftCorrected).toBe(2);
  });
});
