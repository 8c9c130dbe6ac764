import { beforeEach, describe, expect, it } from "vitest";
import { createMemorySource } from "../../src/adapters/memory/memory-source.ts";
import { createVirtualClock } from "../../src/adapters/memory/virtual-clock.ts";
import { AppError } from "../../src/application/errors.ts";
import { incomeRowId } from "../../src/domain/ids.ts";
import { aPayment } from "../support/arbitraries/payments.ts";
import { grossRules } from "../support/arbitraries/rules.ts";
import { createMemoryStage, type Instance, type MemoryStage, named } from "../support/memory-stage.ts";

const eve = { actor: "eve" };
const away = new AppError("source_unavailable", "The main database does not answer.");
const broken = new Error("broken for good");

let stage: MemoryStage;
let instance: Instance;

const stored = () => stage.accounting.store.checkpoint;
const row = (name: string) => stage.accounting.store.rows.get(incomeRowId(named(name)));
/** Full syncs; the check that follows the first one is none. */
const runs = () =>
  [...stage.accounting.store.runs.values()].flatMap(({ run }) => (run.kind === "consistency" ? [] : run));
const status = async () => (await stage.inTime(instance.useCases.status())).realTime;
const health = async () => {
  const { health: verdict } = await stage.inTime(instance.useCases.health());
  return { status: verdict.status, codes: verdict.reasons.map(({ code }) => code) };
};
/** Every effect whose point is named fails so until told otherwise. */
const fail = (error: unknown, ...points: readonly string[]): void => {
  stage.between = (point) => (points.includes(point) ? Promise.reject(error) : Promise.resolve());
};
const mend = (): void => {
  stage.between = () => Promise.resolve();
};
const restart = async (...how: Parameters<MemoryStage["live"]>): Promise<void> => {
  await stage.inTime(instance.pipeline.stop());
  instance = await stage.live(...how);
};

beforeEach(() => {
  stage = createMemoryStage();
  stage.putProperty("house");
  stage.putPayment("old");
});

describe("a first start", () => {
  it("brings what is there by a full sync, then follows what changes", async () => {
    instance = await stage.live();
    expect(runs()).toMatchObject([{ kind: "initial", trigger: "startup", state: "succeeded" }]);
    expect(row("old")?.status).toBe("posted");
    stage.putPayment("new");
    await stage.passTime(10);
    expect(row("new")?.status).toBe("posted");
    expect(await status()).toMatchObject({ isRunning: true, state: "live", lagMs: 0, error: null });
    expect(await health()).toEqual({ status: "healthy", codes: [] });
  });

  it("says so until the full sync is over, and is not healthy before", async () => {
    instance = stage.instance();
    fail(away, "before source.readPage");
    await stage.inTime(instance.pipeline.start());
    await stage.passTime(1_000);
    expect(stored().initialised).toBe(false);
    expect((await health()).status).not.toBe("healthy");
    mend();
    await stage.until(() => stored().initialised);
    expect(await health()).toEqual({ status: "healthy", codes: [] });
  });

  it("loses nothing that changes while the full sync runs", async () => {
    let written = 0;
    stage.between = (point) => {
      if (point === "after source.readPage" && written < 3) {
        stage.putPayment(`during ${written}`);
        stage.putPayment("old", { amount: 200 + written });
        written += 1;
      }
      return Promise.resolve();
    };
    instance = await stage.live();
    await stage.passTime(10);
    for (const number of [0, 1, 2]) expect(row(`during ${number}`)?.status).toBe("posted");
    expect(row("old")?.amountMinor).toBe(20_200n);
  });
});

describe("a restart", () => {
  it("goes on from the stored position, without a full sync", async () => {
    instance = await stage.live();
    await stage.inTime(instance.pipeline.stop());
    stage.putPayment("while away");
    stage.source.payments.delete(named("old"));
    instance = await stage.live();
    await stage.passTime(10);
    expect([row("while away")?.status, row("old")?.status]).toEqual(["posted", "void"]);
    expect(runs()).toHaveLength(1);
    expect(stored().reading).toBe(1);
  });

  it("counts nothing twice", async () => {
    instance = await stage.live();
    stage.putPayment("a");
    await stage.passTime(10);
    await restart();
    await stage.passTime(10);
    expect(stored().tally).toMatchObject({ events: 1, applied: 1 });
  });

  it("does not start the stream when an operator has stopped it, and stopping survives", async () => {
    instance = await stage.live();
    expect(await stage.inTime(instance.useCases.stopRealTime(eve))).toMatchObject({ isRunning: false, wanted: false });
    await restart();
    stage.putPayment("unheard");
    await stage.passTime(60_000);
    expect(row("unheard")).toBeUndefined();
    expect(await health()).toMatchObject({ status: "degraded", codes: ["real_time_off"] });
    await stage.inTime(instance.useCases.startRealTime(eve));
    await stage.passTime(100);
    expect(row("unheard")?.status).toBe("posted");
  });

  it("under another projection keeps the position and brings every row to the new one", async () => {
    stage.putPayment("shared", { amount: 100, ownerAmount: 85 });
    instance = await stage.live();
    expect(row("shared")?.amountMinor).toBe(8_500n);
    await restart({ projectionId: "p2", rules: grossRules });
    await stage.until(() => stored().projectionId === "p2");
    expect(row("shared")?.amountMinor).toBe(10_000n);
    expect(stored()).toMatchObject({ reading: 1, gap: null });
    expect(runs()).toHaveLength(2);
  });
});

describe("stopping real time", () => {
  it("commits what was read first", async () => {
    instance = await stage.live();
    const door = Promise.withResolvers<void>();
    stage.between = (point) => (point === "before sink.commit" ? door.promise : Promise.resolve());
    stage.putPayment("a");
    await stage.passTime(10);
    const stopping = instance.useCases.stopRealTime(eve);
    await stage.passTime(10);
    door.resolve();
    await stage.inTime(stopping);
    expect(row("a")?.status).toBe("posted");
    expect(stored().tally.events).toBe(1);
  });

  it("is harmless twice, and so is starting", async () => {
    instance = await stage.live();
    await stage.inTime(instance.useCases.startRealTime(eve));
    for (const _ of [1, 2]) await stage.inTime(instance.useCases.stopRealTime(eve));
    expect(await status()).toMatchObject({ state: "stopped", lagMs: null });
  });

  it("is all there is where configuration forbids it", async () => {
    instance = await stage.live({ realTimeEnabled: false });
    await expect(instance.useCases.startRealTime(eve)).rejects.toMatchObject({ code: "disabled" });
  });
});

describe("a database that goes away", () => {
  it("is waited for, visibly, and nothing is lost: the main one", async () => {
    instance = await stage.live();
    stage.putPayment("before");
    await stage.passTime(10);
    fail(away, "before feed.next", "before feed.open");
    stage.putPayment("a");
    await stage.passTime(30_000);
    expect(await status()).toMatchObject({ isRunning: true, state: "waiting", error: { code: "source_unavailable" } });
    expect((await health()).status).toBe("unhealthy");
    mend();
    await stage.passTime(11_000);
    expect(row("a")?.status).toBe("posted");
    expect(await health()).toEqual({ status: "healthy", codes: [] });
    expect(runs()).toHaveLength(1);
    expect(stored().tally).toMatchObject({ events: 2, applied: 2 });
  });

  it("is waited for, visibly, and lag grows meanwhile: the accounting one", async () => {
    instance = await stage.live();
    fail(new AppError("accounting_unavailable", "away"), "before sink.commit");
    stage.putPayment("a");
    await stage.passTime(30_000);
    const during = await status();
    expect(during).toMatchObject({ state: "waiting", error: { code: "accounting_unavailable" } });
    expect(during.lagMs).toBeGreaterThanOrEqual(30_000);
    mend();
    await stage.passTime(11_000);
    expect(row("a")?.status).toBe("posted");
    expect((await status()).lagMs).toBe(0);
  });
});

describe("a unit that breaks", () => {
  it("is tried again from the stored position after a pause, and no lag stays behind when it has succeeded", async () => {
    instance = await stage.live();
    fail(broken, "before sink.commit");
    stage.putPayment("a");
    await stage.passTime(3_000);
    expect(await status()).toMatchObject({ isRunning: true, error: { code: "internal", message: broken.message } });
    expect((await health()).status).toBe("unhealthy");
    mend();
    await stage.passTime(6_000);
    expect(row("a")?.status).toBe("posted");
    expect(await status()).toMatchObject({ state: "live", lagMs: 0, error: null });
    expect(stored().tally).toMatchObject({ events: 1, applied: 1 });
    await stage.passTime(120_000);
    expect(await health()).toEqual({ status: "healthy", codes: [] });
  });

  it("before it has begun, since the full sync that must come cannot be started, is tried again as well", async () => {
    instance = stage.instance();
    fail(broken, "before runs.create");
    await stage.inTime(instance.pipeline.start());
    await stage.passTime(1_000);
    expect((await health()).status).toBe("unhealthy");
    mend();
    await stage.until(() => stored().initialised);
    await stage.passTime(2_000);
    expect(await health()).toEqual({ status: "healthy", codes: [] });
  });

  it("for want of a privilege is tried again every minute", async () => {
    instance = await stage.live();
    let attempts = 0;
    stage.between = (point) => {
      if (point !== "before feed.next") return Promise.resolve();
      attempts += 1;
      return Promise.reject(new AppError("source_configuration", "not authorised"));
    };
    await stage.passTime(180_500);
    expect(attempts).toBeGreaterThanOrEqual(3);
    expect(attempts).toBeLessThanOrEqual(4);
  });
});

describe("lost history", () => {
  it("is a named state with a recorded gap, healed by a full sync, and the ledger is exact again", async () => {
    instance = await stage.live();
    await stage.inTime(instance.pipeline.stop());
    stage.putPayment("a");
    stage.source.payments.delete(named("old"));
    stage.source.truncateOplog();
    const from = stored().position?.clusterTime;
    instance = stage.instance();
    fail(away, "before source.readPage");
    await stage.inTime(instance.pipeline.start());
    await stage.passTime(1_000);
    expect(stored().gap).toMatchObject({ reason: "oplog_truncated", from, closedAt: null });
    expect(stored().gap?.to).toBe(stored().position?.clusterTime);
    expect(await status()).toMatchObject({ lagMs: null });
    expect((await health()).codes).toContain("history_lost");
    mend();
    await stage.until(() => stored().gap?.closedAt !== null);
    expect([row("a")?.status, row("old")?.status]).toEqual(["posted", "void"]);
    expect(stored()).toMatchObject({ reading: 2, coveredReading: 2, gapsInARow: 0 });
    await stage.passTime(2_000);
    expect(await health()).toEqual({ status: "healthy", codes: [] });
  });

  it("by a dropped collection voids nothing: a person is asked first", async () => {
    instance = await stage.live();
    stage.source.payments.drop();
    await stage.until(() => runs().some(({ state }) => state === "failed"));
    expect(runs().at(-1)?.error?.code).toBe("needs_confirmation");
    expect(row("old")?.status).toBe("posted");
    expect(stored().gap).toMatchObject({ reason: "collection_dropped", closedAt: null });
    expect((await health()).codes).toEqual(expect.arrayContaining(["needs_confirmation", "history_lost"]));
    const stopped = runs().at(-1)?.id ?? "";
    await stage.inTime(instance.useCases.startFullSync(eve, { dryRun: false, confirm: stopped }));
    await stage.until(() => stored().gap?.closedAt !== null);
    expect(row("old")?.status).toBe("void");
  });

  it("by a collection that is replaced is seen, and the ledger shows the new one", async () => {
    instance = await stage.live();
    const gone = stage.source.payments.renameAway();
    stage.source.payments.replaceWith([...gone, aPayment(named("extra"), { propertyId: "house" })]);
    await stage.until(() => row("extra")?.status === "posted");
    await stage.until(() => stored().gap?.closedAt !== null);
    expect(row("old")?.status).toBe("posted");
  });

  it("three times in a row without a full sync in between stops the stream, and asks", async () => {
    instance = await stage.live();
    fail(away, "before source.readPage");
    for (const lost of [1, 2, 3]) {
      stage.source.owners().drop();
      await stage.until(() => stored().gapsInARow === lost);
      await stage.passTime(1_000);
    }
    expect(await status()).toMatchObject({ isRunning: false, state: "failed", error: { code: "history_lost" } });
    expect((await health()).status).toBe("unhealthy");
    await stage.passTime(600_000);
    expect(stored().gapsInARow).toBe(3);
  });

  it("that stopped the stream is left behind when an operator starts it again and a full sync succeeds", async () => {
    instance = await stage.live();
    fail(away, "before source.readPage");
    for (const lost of [1, 2, 3]) {
      stage.source.owners().drop();
      await stage.until(() => stored().gapsInARow === lost);
    }
    await stage.passTime(1_000);
    mend();
    await stage.inTime(instance.useCases.startRealTime(eve));
    await stage.until(() => stored().gapsInARow === 0);
    stage.putPayment("after");
    await stage.passTime(100);
    expect(row("after")?.status).toBe("posted");
    expect(await status()).toMatchObject({ state: "live", error: null });
  });

  it("twice, with a full sync after each, stops nothing", async () => {
    instance = await stage.live();
    for (const reading of [2, 3, 4, 5]) {
      stage.source.owners().drop();
      await stage.until(() => stored().coveredReading === reading);
      await stage.passTime(1_000);
    }
    expect(await status()).toMatchObject({ state: "live" });
  });
});

describe("a wall clock that jumps", () => {
  it("T2: changes nothing in the ledger, neither a day ahead nor a day back", async () => {
    instance = await stage.live();
    for (const [name, jumpMs] of [
      ["ahead", 86_400_000],
      ["back", -2 * 86_400_000],
      ["now", 86_400_000],
    ] as const) {
      stage.clock.jumpWallClock(jumpMs);
      stage.putPayment(name);
      stage.putPayment("old", { amount: 200, notes: name });
      await stage.passTime(1_500);
      expect(row(name)?.status).toBe("posted");
      expect(row("old")).toMatchObject({ notes: name, status: "posted" });
      expect((await status()).lagMs).toBe(0);
    }
    expect(runs()).toHaveLength(1);
    expect(stored().gap).toBeNull();
  });
});

describe("another main database", () => {
  it("that stands behind what the ledger shows is not followed after a minute, and a person asked", async () => {
    instance = await stage.live();
    await stage.inTime(instance.pipeline.stop());
    const restored = createMemorySource({
      clock: createVirtualClock(stage.clock.now() - 86_400_000),
      name: "restored",
    });
    instance = stage.instance({}, { source: restored.reader, feed: restored.feed });
    await stage.inTime(instance.pipeline.start());
    await stage.passTime(50_000);
    expect(await status()).toMatchObject({ state: "starting" });
    expect((await health()).codes).toContain("history_lost");
    await stage.passTime(30_000);
    expect(await status()).toMatchObject({ state: "failed", error: { code: "source_replaced" } });
    expect(row("old")?.status).toBe("posted");
  });
});
