import { beforeEach, describe, expect, it } from "vitest";
import { AppError } from "../../src/application/errors.ts";
import { incomeRowId } from "../../src/domain/ids.ts";
import { anEntry } from "../support/an-entry.ts";
import { createMemoryStage, type Instance, type MemoryStage, named } from "../support/memory-stage.ts";

const eve = { actor: "eve" };
const fullSync = { dryRun: false, confirm: null };

let stage: MemoryStage;
let leader: Instance;
let other: Instance;

const commands = () => [...stage.accounting.store.commands.values()];

beforeEach(async () => {
  stage = createMemoryStage();
  stage.putProperty("house");
  stage.putPayment("rent");
  leader = await stage.live();
  other = stage.instance();
  await stage.inTime(other.pipeline.start());
});

describe("an order given to an instance that does not lead", () => {
  it("is carried out by the one that leads: real time is stopped and started", async () => {
    const stopped = await stage.inTime(other.useCases.stopRealTime(eve));
    expect(stopped).toMatchObject({ isRunning: false, wanted: false, state: "stopped" });
    expect(leader.pipeline.term()?.realTime.report().state).toBe("stopped");
    expect(await stage.inTime(other.useCases.startRealTime(eve))).toMatchObject({ wanted: true });
    await stage.until(() => leader.pipeline.term()?.realTime.report().state === "live");
    stage.putPayment("more");
    await stage.passTime(100);
    expect(stage.accounting.store.rows.has(incomeRowId(named("more")))).toBe(true);
  });

  it("begins a full sync, shows it and cancels it", async () => {
    const door = Promise.withResolvers<void>();
    stage.between = (point) => (point === "before source.readPage" ? door.promise : Promise.resolve());
    const run = await stage.inTime(other.useCases.startFullSync(eve, fullSync));
    expect(run).toMatchObject({ kind: "full", actor: "eve", state: "running" });
    expect(leader.pipeline.term()?.fullSyncs.active()?.id).toBe(run.id);
    const again = stage.inTime(other.useCases.startFullSync(eve, fullSync));
    await expect(again).rejects.toMatchObject({ code: "run_active", details: [{ pointer: "", message: run.id }] });
    const cancelling = other.useCases.cancelRun(eve, run.id);
    await stage.passTime(1_000);
    door.resolve();
    expect((await stage.inTime(cancelling)).state).toBe("cancelled");
  });

  it("enters and reverses a row in the name of whoever asked, and answers with it exactly", async () => {
    const entry = anEntry({ propertyId: named("house"), idempotencyKey: "k1" });
    const entered = await stage.inTime(other.useCases.enterTransaction(eve, entry));
    expect(entered).toEqual({ row: stage.accounting.store.rows.get(entered.row.id), replayed: false });
    expect(await stage.inTime(leader.useCases.enterTransaction(eve, entry))).toMatchObject({ replayed: true });
    expect(await stage.inTime(other.useCases.enterTransaction(eve, entry))).toMatchObject({ replayed: true });
    const reversal = { propertyId: named("house"), rowId: entered.row.id, reason: "typo" };
    const { row } = await stage.inTime(other.useCases.reverseTransaction(eve, reversal));
    expect(row).toMatchObject({ status: "void", voidedBy: "eve", voidReason: "typo" });
  });

  it("is refused as it would be there: code, message and details", async () => {
    const entry = anEntry({ propertyId: named("house"), idempotencyKey: "k1" });
    await stage.inTime(other.useCases.enterTransaction(eve, entry));
    for (const { useCases } of [leader, other]) {
      const changed = useCases.enterTransaction(eve, { ...entry, amount: "7.00" });
      await expect(stage.inTime(changed)).rejects.toMatchObject({
        code: "idempotency_key_reused",
        message: "This Idempotency-Key was used for another entry.",
        details: [{ pointer: "/amount" }],
      });
      await expect(stage.inTime(useCases.cancelRun(eve, "nonsense"))).rejects.toBeInstanceOf(AppError);
    }
  });

  it("that the leader cannot carry out for a reason of its own is answered, and the reason told there alone", async () => {
    stage.between = (point) =>
      point === "before sink.patchCheckpoint" ? Promise.reject(new TypeError("secret")) : Promise.resolve();
    await expect(stage.inTime(other.useCases.stopRealTime(eve))).rejects.toMatchObject({
      code: "internal",
      message: expect.not.stringContaining("secret"),
    });
    expect(leader.pipeline.errors()[0]?.message).toBe("secret");
  });
});

describe("an order that no leader answers", () => {
  it("is refused after five seconds when there is none, and never carried out later", async () => {
    await stage.inTime(leader.pipeline.stop());
    await stage.inTime(other.pipeline.stop());
    const third = stage.instance();
    const before = stage.clock.monotonic();
    const asked = third.useCases.stopRealTime(eve);
    await expect(stage.inTime(asked)).rejects.toMatchObject({ code: "not_leader" });
    expect(stage.clock.monotonic() - before).toBeLessThanOrEqual(5_100);
    expect(commands()).toMatchObject([{ state: "withdrawn" }]);
    await stage.inTime(third.pipeline.start());
    await stage.passTime(10_000);
    expect(stage.accounting.store.checkpoint.realTimeWanted).toBe(true);
  });

  it("is told to be under way when it was taken and takes longer than that", async () => {
    const door = Promise.withResolvers<void>();
    stage.between = (point) => (point === "before sink.patchCheckpoint" ? door.promise : Promise.resolve());
    await expect(stage.inTime(other.useCases.stopRealTime(eve))).rejects.toMatchObject({ code: "command_pending" });
    door.resolve();
    await stage.until(() => !stage.accounting.store.checkpoint.realTimeWanted);
    expect(commands()).toMatchObject([{ state: "finished" }]);
  });

  it("is answered by whoever takes over in time, be it the instance that was asked", async () => {
    await stage.inTime(leader.pipeline.stop());
    const asked = other.useCases.stopRealTime(eve);
    expect(await stage.inTime(asked)).toMatchObject({ wanted: false });
    expect(other.pipeline.term()).not.toBeNull();
  });
});

describe("a leader that is killed while it carries out an order", () => {
  /** Stops everything that the leader waits for, from the first passing of a point on. */
  const killAt = (fatal: string) => {
    let isDead = false;
    stage.between = (point) => {
      isDead ||= point === fatal;
      return isDead ? new Promise(() => undefined) : Promise.resolve();
    };
    return () => isDead;
  };
  const takeOver = async (): Promise<Instance> => {
    stage.between = () => Promise.resolve();
    stage.accounting.store.lease = { ...stage.accounting.store.lease, instanceId: null };
    const next = stage.instance();
    await stage.inTime(next.pipeline.start());
    return next;
  };

  it("has begun one full sync, whether or not the next one was told", async () => {
    const isDead = killAt("after runs.create");
    void other.useCases.startFullSync(eve, fullSync).catch(() => undefined);
    await stage.until(isDead);
    await takeOver();
    await stage.until(() => commands().every(({ state }) => state === "finished"));
    await stage.passTime(5_000);
    const ordered = [...stage.accounting.store.runs.values()].filter(({ run }) => run.actor === "eve");
    expect(ordered).toMatchObject([{ run: { id: commands()[0]?.command.id, state: "succeeded" } }]);
    expect(commands()[0]?.answer).toContain('"kind":"done"');
  });

  it("has entered one row", async () => {
    const isDead = killAt("after sink.commit");
    const entry = anEntry({ propertyId: named("house"), idempotencyKey: "k1" });
    void other.useCases.enterTransaction(eve, entry).catch(() => undefined);
    await stage.until(isDead);
    await takeOver();
    await stage.until(() => commands().every(({ state }) => state === "finished"));
    const rows = [...stage.accounting.store.rows.values()].filter(({ origin }) => origin === "manual");
    expect(rows).toHaveLength(1);
    expect(commands()[0]?.answer).toContain('"replayed":true');
  });
});
