import { beforeEach, describe, expect, it } from "vitest";
import { AppError } from "../../src/application/errors.ts";
import type { UseCases } from "../../src/application/use-cases.ts";
import { incomeRowId } from "../../src/domain/ids.ts";
import type { Run, RunPhase } from "../../src/domain/sync/run.ts";
import { grossRules, usd } from "../support/arbitraries/rules.ts";
import { createMemoryStage, type Instance, type MemoryStage, named } from "../support/memory-stage.ts";

const eve = { actor: "eve" };
const broken = new Error("broken for good");
const away = new AppError("source_unavailable", "The main database does not answer.");

let stage: MemoryStage;
let instance: Instance;
/** Without the stream: what changes, changes behind the full sync's back. */
const alone = { realTimeEnabled: false };

const useCases = (): UseCases => instance.useCases;
const start = (request: Partial<Parameters<UseCases["startFullSync"]>[1]> = {}): Promise<Run> =>
  stage.inTime(useCases().startFullSync(eve, { dryRun: false, confirm: null, ...request }));
const over = async (run: Run): Promise<Run> => {
  await stage.until(() => instance.pipeline.term()?.fullSyncs.active() === null);
  return stage.inTime(useCases().run(run.id));
};
const sync = async (request: Parameters<typeof start>[0] = {}): Promise<Run> => over(await start(request));

const row = (name: string) => stage.accounting.store.rows.get(incomeRowId(named(name)));
const head = (name = "house") => stage.accounting.store.accounts.get(named(name));
const postedRows = () => [...stage.accounting.store.rows.values()].filter(({ status }) => status === "posted").length;
const putPayments = (count: number): void => {
  for (let number = 0; number < count; number += 1) stage.putPayment(`rent ${String(number).padStart(4, "0")}`);
};
const deletePayments = (count: number): void => {
  for (let number = 0; number < count; number += 1)
    stage.source.payments.delete(named(`rent ${String(number).padStart(4, "0")}`));
};

beforeEach(() => {
  stage = createMemoryStage();
  stage.putProperty("house");
});

describe("a full sync", () => {
  it("brings properties first, then payments, and records each step", async () => {
    const phases = new Set<RunPhase>();
    const { runs } = stage.accounting.connect("spy");
    const save: typeof runs.save = (run, epoch, signal) => {
      phases.add(run.progress.phase);
      return runs.save(run, epoch, signal);
    };
    putPayments(5);
    stage.putPayment("pending", { status: "pending" });
    stage.putPayment("malformed", { amount: "a lot" });
    instance = await stage.live(alone, { runs: { ...runs, save } });
    const run = await sync();
    expect([...phases]).toEqual(["properties", "payments", "count", "done"]);
    expect(run).toMatchObject({
      kind: "full",
      trigger: "api",
      actor: "eve",
      state: "succeeded",
      error: null,
      progress: { phase: "done", processed: 8, total: 8 },
      counts: { read: 8, applied: 6, notPosted: 1, failed: 1, unchanged: 0, toRetract: 0, retracted: 0 },
    });
    expect(head()?.balances.get(usd)).toMatchObject({ incomeMinor: 50_000n, rowCount: 5 });
  });

  it("changes nothing the second time, and writes nothing but its run", async () => {
    putPayments(5);
    instance = await stage.live(alone);
    await sync();
    const { commitNo, seq } = stage.accounting.store.checkpoint;
    expect((await sync()).counts).toMatchObject({ read: 6, applied: 0, unchanged: 6 });
    expect(stage.accounting.store.checkpoint).toMatchObject({ commitNo, seq });
  });

  it("takes back what the source no longer has, and nothing else", async () => {
    putPayments(5);
    stage.putProperty("flat");
    stage.putPayment("flat rent", { propertyId: "flat" });
    instance = await stage.live(alone);
    await sync();
    deletePayments(2);
    stage.source.properties.delete(named("flat"));
    const run = await sync();
    expect(run).toMatchObject({ state: "succeeded", counts: { toRetract: 3, retracted: 3 } });
    expect([row("rent 0000"), row("rent 0002")]).toMatchObject([
      { status: "void", voidReason: "deleted" },
      { status: "posted" },
    ]);
    expect(head("flat")).toMatchObject({ status: "archived" });
    expect(row("flat rent")).toMatchObject({ status: "posted" });
    expect(head()?.balances.get(usd)?.rowCount).toBe(3);
  });

  it("reads in smaller chunks beside a stream that somebody may wait for", async () => {
    const limits: number[] = [];
    const { reader } = stage.source;
    const readPage: typeof reader.readPage = (collection, page, signal) => {
      if (page.limit > 1) limits.push(page.limit);
      return reader.readPage(collection, page, signal);
    };
    instance = await stage.live({}, { source: { ...reader, readPage } });
    // The check that follows the initial sync reads smaller pages than either.
    const alone = Math.max(...limits);
    limits.length = 0;
    await sync();
    expect(Math.max(...limits)).toBeLessThan(alone);
    expect(Math.max(...limits)).toBeLessThanOrEqual(1_000);
  });

  it("keeps to the rate it was given", async () => {
    putPayments(50);
    instance = await stage.live({ ...alone, maxRowsPerSecond: 10 });
    const before = stage.clock.monotonic();
    await sync();
    expect(stage.clock.monotonic() - before).toBeGreaterThanOrEqual(5_000);
  });

  it("waits for a database that is away, and counts nothing twice when a reply was lost", async () => {
    putPayments(5);
    instance = await stage.live(alone);
    let losses = 3;
    stage.between = (point) => {
      const isLost = losses > 0 && (point === "after sink.commit" || point === "before source.readPage");
      if (isLost) losses -= 1;
      return isLost ? Promise.reject(away) : Promise.resolve();
    };
    const run = await sync();
    expect(run.state).toBe("succeeded");
    expect(run.counts.read).toBe(6);
    expect(head()?.balances.get(usd)).toMatchObject({ incomeMinor: 50_000n, rowCount: 5 });
  });

  it("reads a chunk again whose time has gone by: it passes no document over, and takes none back in that pass", async () => {
    putPayments(6);
    stage.putPayment("rent 0001", { propertyId: "castle" });
    stage.putPayment("rent 0001a");
    const { reader } = stage.source;
    const readPage: typeof reader.readPage = (collection, page, signal) =>
      reader.readPage(collection, { ...page, limit: 4 }, signal);
    instance = await stage.live(alone, { source: { ...reader, readPage } });
    let isPast = false;
    stage.between = (point) => {
      if (point !== "before source.read" || isPast || phase() !== "payments") return Promise.resolve();
      isPast = true;
      for (const name of ["rent 0000a", "rent 0000b"]) stage.putPayment(name);
      stage.putPayment("rent 0000", { amount: 7 });
      stage.source.payments.delete(named("rent 0001a"));
      stage.source.closeSnapshots();
      return Promise.resolve();
    };
    const phase = () => instance.pipeline.term()?.fullSyncs.active()?.progress.phase;
    const run = await sync();
    expect([isPast, run.state, run.counts.toRetract]).toEqual([true, "succeeded", 0]);
    expect(row("rent 0000")?.amountMinor).toBe(700n);
    for (const number of [1, 2, 3, 4, 5]) expect(row(`rent 000${number}`)?.status).toBe("posted");
    expect(row("rent 0001a")).toBeUndefined();
  });

  it("looks once more at what has failed: a document that is gone without a trace fails no longer", async () => {
    stage.putPayment("malformed", { amount: "a lot" });
    instance = await stage.live(alone);
    await sync();
    expect(stage.accounting.store.checkpoint.openFailures).toBe(1);
    stage.source.payments.delete(named("malformed"));
    await sync({ dryRun: true });
    expect(stage.accounting.store.checkpoint.openFailures).toBe(1);
    await sync();
    expect(stage.accounting.store.checkpoint.openFailures).toBe(0);
  });

  it("that cannot be recorded has not begun, and the next one may", async () => {
    instance = await stage.live(alone);
    stage.between = (point) => (point === "before runs.create" ? Promise.reject(broken) : Promise.resolve());
    await expect(start()).rejects.toBe(broken);
    stage.between = () => Promise.resolve();
    await stage.until(() => instance.pipeline.term()?.fullSyncs.active() === null);
    expect((await sync()).state).toBe("succeeded");
  });

  it("is over only when that is recorded, however often recording fails", async () => {
    putPayments(3);
    instance = await stage.live(alone);
    let failures = 0;
    stage.between = (point) => {
      const isEnd =
        point === "before runs.save" && instance.pipeline.term()?.fullSyncs.active()?.progress.phase === "done";
      if (isEnd) failures += 1;
      return isEnd && failures > 1 && failures < 4 ? Promise.reject(broken) : Promise.resolve();
    };
    expect((await sync()).state).toBe("succeeded");
    expect(stage.accounting.store.checkpoint.initialised).toBe(true);
  });

  it("that the ledger needs and that failed is tried again after a minute", async () => {
    putPayments(3);
    instance = stage.instance();
    stage.between = (point) => (point === "before source.readPage" ? Promise.reject(broken) : Promise.resolve());
    await stage.inTime(instance.pipeline.start());
    await stage.passTime(10_000);
    stage.between = () => Promise.resolve();
    expect([...stage.accounting.store.runs.values()]).toMatchObject([{ run: { state: "failed" } }]);
    await stage.passTime(61_000);
    expect(stage.accounting.store.checkpoint).toMatchObject({ initialised: true, coveredReading: 1 });
    expect(postedRows()).toBe(3);
  });

  it("ends as failed, with its reason, when waiting would not help", async () => {
    putPayments(5);
    instance = await stage.live(alone);
    stage.between = (point) => (point === "before source.readPage" ? Promise.reject(broken) : Promise.resolve());
    expect(await sync()).toMatchObject({ state: "failed", error: { code: "internal", message: broken.message } });
  });
});

describe("one full sync at a time", () => {
  it("is kept: another is refused and told which one runs", async () => {
    putPayments(5);
    instance = await stage.live({ ...alone, maxRowsPerSecond: 1 });
    const first = await start();
    await expect(start()).rejects.toMatchObject({ code: "run_active", details: [{ message: first.id }] });
    await over(first);
    expect((await start()).id).not.toBe(first.id);
  });

  it("can be cancelled: what was done stays, and the next one begins anew", async () => {
    putPayments(5);
    instance = await stage.live({ ...alone, maxRowsPerSecond: 1 });
    const first = await start();
    await stage.passTime(500);
    expect(await stage.inTime(useCases().cancelRun(eve, first.id))).toMatchObject({ state: "cancelled", error: null });
    expect(head()?.status).toBe("active");
    await expect(stage.inTime(useCases().cancelRun(eve, first.id))).rejects.toMatchObject({ code: "conflict" });
    expect((await sync()).state).toBe("succeeded");
  });

  it("can be waited for, or looked at as it is after a while", async () => {
    putPayments(5);
    instance = await stage.live({ ...alone, maxRowsPerSecond: 1 });
    const run = await start();
    const { signal } = new AbortController();
    expect((await stage.inTime(useCases().waitForRun(run.id, 1_000, signal))).state).toBe("running");
    expect((await stage.inTime(useCases().waitForRun(run.id, 600_000, signal))).state).toBe("succeeded");
  });

  it("is refused where sync is switched off", async () => {
    instance = await stage.live({ syncEnabled: false, realTimeEnabled: false });
    await expect(start()).rejects.toMatchObject({ code: "disabled" });
  });
});

describe("a dry run", () => {
  it("counts what would change, and changes nothing", async () => {
    putPayments(5);
    instance = await stage.live(alone);
    await sync();
    deletePayments(2);
    stage.putPayment("new");
    const { checkpoint } = stage.accounting.store;
    const run = await sync({ dryRun: true });
    expect(run).toMatchObject({ state: "succeeded", counts: { applied: 1, unchanged: 4, toRetract: 2, retracted: 0 } });
    expect(stage.accounting.store.checkpoint).toEqual(checkpoint);
    expect([row("new"), row("rent 0000")?.status]).toEqual([undefined, "posted"]);
  });

  it("proves nothing about the ledger", async () => {
    putPayments(5);
    instance = await stage.live(alone);
    await sync({ dryRun: true });
    expect(stage.accounting.store.checkpoint).toMatchObject({ initialised: false, coveredReading: 0 });
    expect((await useCases().status()).lastFullSync).toBeNull();
  });
});

describe("a full sync that would take much back", () => {
  const books = async (payments: number): Promise<void> => {
    putPayments(payments);
    instance = await stage.live(alone);
    await sync();
  };

  it("does so up to 100 items", async () => {
    await books(120);
    deletePayments(100);
    expect(await sync()).toMatchObject({ state: "succeeded", counts: { retracted: 100 } });
  });

  it("stops above that with nothing taken back, and health says so", async () => {
    await books(120);
    deletePayments(101);
    const run = await sync();
    expect(run).toMatchObject({ state: "failed", error: { code: "needs_confirmation" }, counts: { toRetract: 101 } });
    expect(postedRows()).toBe(120);
    const { health } = await useCases().health();
    expect(health.reasons).toContainEqual(expect.objectContaining({ code: "needs_confirmation" }));
  });

  it("goes on when a person has confirmed it, from the second pass", async () => {
    await books(120);
    deletePayments(101);
    const stopped = await sync();
    const confirmed = await sync({ confirm: stopped.id });
    expect(confirmed).toMatchObject({ state: "succeeded", confirmed: true, resumedFrom: stopped.id });
    expect(confirmed.counts).toMatchObject({ read: 0, retracted: 101 });
    expect(postedRows()).toBe(19);
    const { health } = await useCases().health();
    expect(health.reasons.map(({ code }) => code)).not.toContain("needs_confirmation");
  });

  it("voids nothing for an empty source, however few rows there are", async () => {
    await books(3);
    stage.source.payments.drop();
    expect(await sync()).toMatchObject({ state: "failed", error: { code: "needs_confirmation" } });
    expect(postedRows()).toBe(3);
    stage.source.properties.drop();
    expect(await sync()).toMatchObject({ error: { code: "needs_confirmation" } });
    expect(head()?.status).toBe("active");
  });

  it("confirmed after all has come back takes nothing back, however long ago the lane has read", async () => {
    await books(120);
    deletePayments(101);
    const stopped = await sync();
    putPayments(101);
    expect(await sync({ confirm: stopped.id })).toMatchObject({ state: "succeeded", counts: { retracted: 0 } });
    expect(postedRows()).toBe(120);
  });

  it("is confirmed by the id of a run that waits for it, and by nothing else", async () => {
    await books(3);
    const succeeded = await sync();
    for (const confirm of ["nonsense", succeeded.id])
      await expect(start({ confirm })).rejects.toMatchObject({
        code: "validation",
        details: [{ pointer: "/confirm" }],
      });
  });

  it("confirmed after a dry run makes the first pass, which the dry run has not made", async () => {
    await books(120);
    deletePayments(101);
    stage.putPayment("new");
    const dry = await sync({ dryRun: true });
    expect(dry.error?.code).toBe("needs_confirmation");
    expect(row("new")).toBeUndefined();
    await sync({ confirm: dry.id });
    expect(row("new")?.status).toBe("posted");
    expect(postedRows()).toBe(20);
  });

  it("confirmed under another projection makes the first pass for that one", async () => {
    putPayments(120);
    stage.putPayment("shared", { amount: 100, ownerAmount: 85 });
    instance = await stage.live(alone);
    await sync();
    deletePayments(101);
    const stopped = await sync();
    await stage.inTime(instance.pipeline.stop());
    instance = await stage.live({ ...alone, projectionId: "p2", rules: grossRules });
    await sync({ confirm: stopped.id });
    expect(row("shared")?.amountMinor).toBe(10_000n);
    expect(stage.accounting.store.checkpoint.projectionId).toBe("p2");
  });
});

describe("a full sync that was left by its leader", () => {
  const leave = async (): Promise<Run> => {
    putPayments(30);
    instance = await stage.live({ ...alone, maxRowsPerSecond: 10 });
    const run = await start();
    await stage.until(() => instance.pipeline.term()?.fullSyncs.active()?.progress.after !== null);
    await stage.inTime(instance.pipeline.stop());
    return run;
  };

  it("is gone on with by the next one, behind the last chunk that was recorded", async () => {
    const left = await leave();
    const pages: unknown[] = [];
    const { reader } = stage.source;
    const readPage: typeof reader.readPage = (collection, page, signal) => {
      pages.push([collection, page.after]);
      return reader.readPage(collection, page, signal);
    };
    instance = await stage.live(alone, { source: { ...reader, readPage } });
    const run = await over(left);
    expect(pages[0]).not.toEqual(["properties", null]);
    expect(run).toMatchObject({ state: "succeeded", progress: { processed: 31 }, counts: { read: 31 } });
    expect(postedRows()).toBe(30);
  });

  it("leaves only one run to go on with: any other that was left is written off", async () => {
    const left = await leave();
    const { runs } = stage.accounting.connect("spy");
    await runs.create({ ...left, id: "younger", createdAt: left.createdAt + 1 }, 1n, new AbortController().signal);
    instance = await stage.live(alone);
    expect((await over(left)).state).toBe("succeeded");
    const younger = await stage.inTime(useCases().run("younger"));
    expect(younger).toMatchObject({ state: "failed", error: { code: "superseded" } });
  });

  it("is not gone on with when the stream has begun anew since: what it has done may be out of date", async () => {
    const left = await leave();
    const { checkpoint } = stage.accounting.store;
    stage.accounting.store.checkpoint = { ...checkpoint, reading: checkpoint.reading + 1 };
    instance = await stage.live(alone);
    const { state, error } = await stage.inTime(useCases().run(left.id));
    expect([state, error?.code]).toEqual(["failed", "superseded"]);
  });

  it("is not gone on with for another projection, which begins its own", async () => {
    const left = await leave();
    instance = await stage.live({ ...alone, projectionId: "p2" });
    expect(await stage.inTime(useCases().run(left.id))).toMatchObject({
      state: "failed",
      error: { code: "superseded" },
    });
    expect(instance.pipeline.term()?.fullSyncs.active()).toBeNull();
  });
});
