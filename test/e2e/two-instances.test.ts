import { afterEach, beforeEach, expect, it } from "vitest";
import { idOfBson } from "../../src/adapters/mongo-driver/id-codec.ts";
import { anEntry } from "../support/an-entry.ts";
import { type FreshDatabases, freshDatabases } from "../support/fresh-databases.ts";
import { measured } from "../support/measured.ts";
import { expectExactLedger } from "../support/oracle/expect-exact-ledger.ts";
import { type ServiceProcess, startServiceProcess } from "../support/service-process.ts";
import { settled, storedCheckpoint } from "../support/settled.ts";
import { startTraffic } from "../support/traffic.ts";
import { until } from "../support/until.ts";
import { watchHeads } from "../support/watch-heads.ts";

let databases: FreshDatabases;

beforeEach(async () => {
  databases = await freshDatabases();
});
afterEach(() => databases.cleanUp());

const startInstance = (name: string): Promise<ServiceProcess> => startServiceProcess(databases, { INSTANCE_ID: name });

const isLeader = async (service: ServiceProcess): Promise<boolean> => (await service.call("status")).leader.isLeader;
const leads = (service: ServiceProcess) => until("this instance leads", () => isLeader(service));

const eventsCommitted = async (): Promise<number> => (await storedCheckpoint(databases.accounting))?.tally.events ?? 0;

it("lets one of two instances lead, and the other take over when it is killed in a burst", async () => {
  const traffic = await startTraffic(databases.main, { seed: 11 });
  await using first = await startInstance("a:1");
  await leads(first);
  await using second = await startInstance("b:1");
  await settled(databases);
  expect([await isLeader(first), await isLeader(second)]).toEqual([true, false]);
  const told = await second.call("status");
  expect(told.leader).toMatchObject({ isLeader: false, instanceId: "a:1" });
  expect(told.realTime).toMatchObject({ isRunning: true, state: "live" });
  await using watch = watchHeads(databases.accounting);
  const before = await eventsCommitted();
  const bursting = traffic.change(3_000);
  await until("some of the burst is committed", async () => (await eventsCommitted()) > before + 500);
  await first.kill();
  const killedAt = performance.now();
  await leads(second);
  const takeOverMs = Math.round(performance.now() - killedAt);
  await bursting;
  await settled(databases);
  const { stepsBack } = await watch.story();
  measured("take-over from a killed leader", { takeOverMs });
  expect(stepsBack).toEqual([]);
  await expectExactLedger(databases);
});

it("takes over at once from a leader that was told to stop, in a burst", async () => {
  const traffic = await startTraffic(databases.main, { seed: 12 });
  await using first = await startInstance("a:1");
  await leads(first);
  await using second = await startInstance("b:1");
  await settled(databases);
  const before = await eventsCommitted();
  const bursting = traffic.change(2_000);
  await until("some of the burst is committed", async () => (await eventsCommitted()) > before + 300);
  const stopped = first.terminate();
  const stoppedAt = performance.now();
  await leads(second);
  measured("take-over from a stopped leader", { takeOverMs: Math.round(performance.now() - stoppedAt) });
  expect(await stopped).toBe(0);
  await bursting;
  await settled(databases);
  await expectExactLedger(databases);
});

it("fences a leader off that was frozen while another took over", async () => {
  const traffic = await startTraffic(databases.main, { seed: 13 });
  await using first = await startInstance("a:1");
  await leads(first);
  await settled(databases);
  const before = await eventsCommitted();
  const bursting = traffic.change(2_000);
  await until("some of the burst is committed", async () => (await eventsCommitted()) > before + 300);
  first.freeze();
  await using second = await startInstance("b:1");
  await leads(second);
  await bursting;
  await settled(databases);
  first.thaw();
  await traffic.change(500);
  await until("the first instance knows that it does not lead", async () => !(await isLeader(first)));
  await settled(databases);
  expect(await isLeader(second)).toBe(true);
  await expectExactLedger(databases);
});

it("has an order carried out by the leader, whichever of the two was asked, and health told by both", async () => {
  const traffic = await startTraffic(databases.main, { seed: 15 });
  await traffic.change(50);
  await using first = await startInstance("a:1");
  await leads(first);
  await settled(databases);
  await using second = await startInstance("b:1");
  const eve = { actor: "eve" };
  expect(await second.call("stopRealTime", eve)).toMatchObject({ state: "stopped", wanted: false });
  expect((await first.call("status")).realTime.state).toBe("stopped");
  await second.call("startRealTime", eve);
  await until("both say that it runs", async () => {
    const states = await Promise.all([first, second].map((one) => one.call("status")));
    return states.every(({ realTime }) => realTime.state === "live");
  });
  const run = await second.call("startFullSync", eve, { dryRun: false, confirm: null });
  await settled(databases);
  expect(await databases.accounting.collection("sync_runs").findOne({ actor: "eve" })).toMatchObject({
    _id: run.id,
    state: "succeeded",
  });
  const [account] = await databases.accounting.collection("accounts").find().limit(1).toArray();
  const entry = anEntry({ propertyId: idOfBson(account?._id), idempotencyKey: "k1" });
  const asked = performance.now();
  const entered = await second.call("enterTransaction", eve, entry);
  measured("an entry given to an instance that does not lead", { ms: Math.round(performance.now() - asked) });
  expect(entered).toMatchObject({ replayed: false, row: { status: "posted", amountMinor: 2_500n } });
  expect(await first.call("enterTransaction", eve, entry)).toEqual({ row: entered.row, replayed: true });
  await settled(databases);
  await expectExactLedger(databases);
});

it("gives a restarted instance its own lease back at once", async () => {
  const traffic = await startTraffic(databases.main, { seed: 14 });
  await using first = await startInstance("a:1");
  await using other = await startInstance("b:1");
  await leads(first);
  await traffic.change(200);
  await first.kill();
  await using again = await startInstance("a:1");
  await settled(databases);
  await traffic.change(200);
  await settled(databases);
  expect([await isLeader(again), await isLeader(other)]).toEqual([true, false]);
  await expectExactLedger(databases);
});
