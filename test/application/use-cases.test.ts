import { beforeEach, describe, expect, it } from "vitest";
import { AppError } from "../../src/application/errors.ts";
import type { Pipeline } from "../../src/application/pipeline.ts";
import type { UseCases } from "../../src/application/use-cases.ts";
import { createMemoryStage, type MemoryStage, named } from "../support/memory-stage.ts";

const eve = { actor: "eve" };
const page = { limit: 10, cursor: null };
const everything = { status: null, type: null, origin: null, currency: null, from: null, to: null };

let stage: MemoryStage;
let useCases: UseCases;
let pipeline: Pipeline;

beforeEach(async () => {
  stage = createMemoryStage();
  stage.putProperty("house");
  stage.putPayment("rent");
  ({ useCases, pipeline } = await stage.live());
});

describe("what is asked of the ledger", () => {
  it("is answered by account, by list and by transactions", async () => {
    expect(await useCases.account(named("house"))).toMatchObject({ propertyName: "Rose Court" });
    const accounts = await useCases.accounts(
      { search: "rose", status: "active", ownerId: null, companyId: null },
      page,
    );
    expect(accounts.items.map(({ propertyId }) => propertyId)).toEqual([named("house")]);
    const rows = await useCases.transactions(named("house"), everything, page);
    expect(rows.items).toMatchObject([{ amountMinor: 10_000n }]);
  });

  it("of a property that has no account is not found, its transactions neither", async () => {
    await expect(useCases.account(named("castle"))).rejects.toMatchObject({ code: "not_found" });
    await expect(useCases.transactions(named("castle"), everything, page)).rejects.toMatchObject({ code: "not_found" });
  });

  it("of a run that there is not is not found", async () => {
    await expect(useCases.run("nonsense")).rejects.toMatchObject({ code: "not_found" });
    await expect(useCases.cancelRun(eve, "nonsense")).rejects.toMatchObject({ code: "not_found" });
  });
});

describe("readiness", () => {
  it("is that both databases answer, each told by itself", async () => {
    expect(await useCases.ready()).toEqual({ source: true, accounting: true });
    const away = new AppError("source_unavailable", "away");
    stage.between = (point) => (point === "before source.ping" ? Promise.reject(away) : Promise.resolve());
    expect(await useCases.ready()).toEqual({ source: false, accounting: true });
    stage.between = (point) => (point === "before sink.checkpoint" ? Promise.reject(away) : Promise.resolve());
    expect(await useCases.ready()).toEqual({ source: true, accounting: false });
  });
});

describe("the status", () => {
  it("tells where the stream stands, what became of its events, who leads and what ran last", async () => {
    stage.putPayment("more");
    stage.putPayment("malformed", { amount: "a lot" });
    stage.putPayment("pending", { status: "pending" });
    await stage.passTime(10);
    const status = await useCases.status();
    expect(status.realTime).toMatchObject({ isRunning: true, wanted: true, state: "live", lagMs: 0 });
    expect(status.realTime.position).toBe(stage.source.now());
    expect(status.tally).toEqual({ events: 3, applied: 1, unchanged: 0, coalesced: 0, notPosted: 1, failed: 1 });
    expect(status.lastFullSync).toMatchObject({ kind: "initial", state: "succeeded" });
    expect(status).toMatchObject({ activeRun: null, openFailures: 1, leader: { isLeader: true, instanceId: "i1" } });
  });

  it("heals with the document: a failure that is corrected is open no more, and health is good again", async () => {
    stage.putPayment("malformed", { amount: "a lot" });
    await stage.passTime(10);
    const { health } = await useCases.health();
    expect(health).toMatchObject({ status: "degraded", reasons: [{ code: "open_failures" }] });
    stage.putPayment("malformed", { amount: 5 });
    await stage.passTime(10);
    expect((await useCases.status()).openFailures).toBe(0);
    expect((await useCases.health()).health.status).toBe("healthy");
  });

  it("of an instance that does not lead is what the leader last said, and how long ago", async () => {
    const other = stage.instance();
    stage.putPayment("malformed", { amount: "a lot" });
    await stage.passTime(12_000);
    const own = await useCases.status();
    const told = await other.useCases.status();
    const { observedAt } = told.leader;
    expect(told).toEqual({ ...own, leader: { isLeader: false, epoch: 1n, instanceId: "i1", observedAt } });
    expect(stage.clock.now() - (observedAt ?? 0)).toBeLessThanOrEqual(5_000);
    expect((await other.useCases.health()).health).toEqual((await useCases.health()).health);
    const [mine, theirs] = [await useCases.stats(), await other.useCases.stats()];
    expect(theirs).toEqual({ ...mine, status: told, eventsPerSecond: theirs.eventsPerSecond });
  });

  it("is told to the others within a second of a change of state", async () => {
    const other = stage.instance();
    await stage.passTime(6_000);
    expect((await other.useCases.health()).health.status).toBe("healthy");
    await stage.inTime(useCases.stopRealTime(eve));
    await stage.passTime(1_000);
    expect((await other.useCases.health()).health.reasons).toMatchObject([{ code: "real_time_off" }]);
  });

  it("is not passed off as the present when the leader has said nothing, or in words of another release", async () => {
    const other = stage.instance();
    for (const status of [null, { text: JSON.stringify({ form: 0 }), at: stage.clock.now() }]) {
      stage.accounting.store.lease = { ...stage.accounting.store.lease, status };
      const { realTime, leader } = await other.useCases.status();
      expect(realTime).toMatchObject({ isRunning: false, state: "starting", lagMs: null, lastSyncAt: null });
      expect(leader).toEqual({ isLeader: false, epoch: 1n, instanceId: "i1", observedAt: null });
      expect((await other.useCases.health()).health.reasons).toMatchObject([{ code: "leader_silent" }]);
    }
  });

  it("is not passed off as the present when it is older than a lease can hold", async () => {
    const other = stage.instance();
    const { lease } = stage.accounting.store;
    const old = stage.clock.now() - 15_001;
    stage.accounting.store.lease = { ...lease, status: { text: lease.status?.text ?? "", at: old } };
    expect((await other.useCases.status()).leader.observedAt).toBeNull();
  });

  it("is given up after two seconds when the ledger's database neither answers nor fails", async () => {
    const other = stage.instance();
    stage.between = () => new Promise(() => undefined);
    const before = stage.clock.monotonic();
    const { health } = await stage.inTime(other.useCases.health());
    expect(health).toMatchObject({ status: "unhealthy", reasons: [{ code: "database_away" }] });
    await expect(stage.inTime(other.useCases.status())).rejects.toMatchObject({ code: "accounting_unavailable" });
    expect(await stage.inTime(other.useCases.ready())).toEqual({ source: false, accounting: false });
    expect(stage.clock.monotonic() - before).toBe(6_000);
  });

  it("without any leader says that nobody writes", async () => {
    const other = stage.instance();
    stage.accounting.store.lease = { ...stage.accounting.store.lease, instanceId: null };
    const { health } = await other.useCases.health();
    expect(health.status).toBe("unhealthy");
    expect(health.reasons.map(({ code }) => code)).toContain("no_leader");
  });

  it("can be asked for while the ledger's database is away, and says that and nothing else", async () => {
    const other = stage.instance();
    const away = new AppError("accounting_unavailable", "The accounting database does not answer.");
    stage.between = (point) => (point.startsWith("before ") ? Promise.reject(away) : Promise.resolve());
    const { health } = await other.useCases.health();
    expect(health).toMatchObject({ status: "unhealthy", reasons: [{ code: "database_away", message: away.message }] });
  });

  it("does not hide an error that is none of the databases'", async () => {
    const other = stage.instance();
    stage.between = (point) =>
      point.startsWith("before lease.") ? Promise.reject(new Error("a bug")) : Promise.resolve();
    await expect(other.useCases.health()).rejects.toThrow("a bug");
  });

  it("says when something stands where the view belongs", async () => {
    stage.accounting.store.viewObstructed = true;
    await stage.inTime(pipeline.stop());
    const again = await stage.live();
    await stage.passTime(1_000);
    expect((await again.useCases.health()).health.reasons).toMatchObject([{ code: "view_obstructed" }]);
  });
});

describe("statistics", () => {
  it("tell how fast changes come, from where, and how long they waited", async () => {
    stage.putPayment("more");
    stage.source.owners().put({ id: named("ada"), firstName: "Ada", lastName: undefined });
    await stage.passTime(10);
    const stats = await useCases.stats();
    expect(stats.byCollection).toEqual({ payments: 1, properties: 0, owners: 1 });
    expect(stats.collections.payments).toEqual({ lastChangeAt: expect.any(Number), lagMs: 0 });
    expect(stats.collections.properties).toEqual({ lastChangeAt: null, lagMs: 0 });
    expect(stats.eventsPerSecond).toBeCloseTo(2 / 60);
    expect(stats.lag).not.toBeNull();
    expect(stats.errors).toEqual([]);
  });
});
