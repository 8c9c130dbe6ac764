import { type Document, ObjectId } from "mongodb";
import { afterEach, beforeEach, expect, it } from "vitest";
import { type FreshDatabases, freshDatabases } from "../support/fresh-databases.ts";
import { measured } from "../support/measured.ts";
import { expectExactLedger } from "../support/oracle/expect-exact-ledger.ts";
import { type ServiceProcess, startServiceProcess } from "../support/service-process.ts";
import { settled, storedCheckpoint, storedRuns } from "../support/settled.ts";
import { ownerOf, paymentOf, propertyOf } from "../support/source-examples.ts";
import { startTraffic } from "../support/traffic.ts";
import { until } from "../support/until.ts";

/** More of them by hand: `FULL_SYNC_PAYMENTS=1000000 npx vitest run test/e2e/full-sync-under-fire.test.ts`. */
const paymentsCount = Number(process.env.FULL_SYNC_PAYMENTS ?? 20_000);
const minutes = 60_000;
const timeoutMs = Math.max(2 * minutes, (paymentsCount / 1_000_000) * 40 * minutes);
const propertiesCount = 200;
const perInsert = 10_000;

let databases: FreshDatabases;
const owner = ownerOf("Ada", "Moyo");
const properties = Array.from({ length: propertiesCount }, (_, index) =>
  propertyOf({ name: `House ${index}`, ownerId: owner._id }),
);

beforeEach(async () => {
  databases = await freshDatabases();
  const { main } = databases;
  await main.collection("users").insertOne(owner);
  await main.collection("properties").insertMany(properties);
  for (let from = 0; from < paymentsCount; from += perInsert) {
    const count = Math.min(perInsert, paymentsCount - from);
    await main.collection("payments").insertMany(Array.from({ length: count }, (_, index) => aPayment(from + index)));
  }
}, timeoutMs);
afterEach(() => databases.cleanUp());

const aPayment = (index: number): Document =>
  paymentOf(properties[index % propertiesCount]?._id, {
    _id: new ObjectId(),
    amount: (index % 100_000) / 100 + 1,
    currency: index % 7 === 0 ? "ZWL" : "USD",
    referenceNumber: `RCPT-${index}`,
    tenantId: new ObjectId(),
    commissionDetails: {
      totalCommission: 5,
      preaFee: 1,
      agentShare: 2,
      agencyShare: 2,
      ownerAmount: (index % 90_000) / 100,
    },
  });

const seed = 7;

const newestRun = async (): Promise<Document | undefined> => (await storedRuns(databases.accounting)).at(-1);

const megabytes = (bytes: number): number => Math.round(bytes / 2 ** 20);

const killHalfWay = async (
  service: ServiceProcess,
): Promise<{ readonly run: Document; readonly peakRssMb: number }> => {
  const run = await until(
    "half of the payments are synced",
    async () => {
      const found = await newestRun();
      return found !== undefined && found.progress.processed >= paymentsCount / 2 ? found : null;
    },
    timeoutMs,
  );
  const peakRssMb = megabytes(await service.peakMemory());
  await service.kill();
  return { run, peakRssMb };
};

it(
  "is exact after an initial sync under live writes that was killed half way and resumed",
  async () => {
    const startedAt = performance.now();
    await using first = await startServiceProcess(databases);
    await using changes = (await startTraffic(databases.main, { seed })).keepChanging();
    const killed = await killHalfWay(first);
    expect(killed.run.state).toBe("running");
    const killedAt = performance.now();
    await using second = await startServiceProcess(databases);
    await until("the run is over", async () => (await newestRun())?.endedAt, timeoutMs);
    await changes.stop();
    await settled(databases, { timeoutMs });
    const runs = await storedRuns(databases.accounting);
    expect(runs.map(({ _id, state }) => [_id, state])).toEqual([[killed.run._id, "succeeded"]]);
    expect(runs[0]?.progress.processed).toBeGreaterThanOrEqual(paymentsCount);
    const seconds = (from: number): number => Math.round((performance.now() - from) / 100) / 10;
    const { tally } = (await storedCheckpoint(databases.accounting)) ?? {};
    measured("initial sync, killed half way", {
      paymentsCount,
      allS: seconds(startedAt),
      sinceKillS: seconds(killedAt),
      peakRssMb: [killed.peakRssMb, megabytes(await second.peakMemory())],
      liveEvents: tally?.events,
    });
    await expectExactLedger(databases);
    expect(await second.terminate()).toBe(0);
  },
  timeoutMs,
);

it(
  "is exact after a full sync of a filled ledger under live writes that was killed half way and resumed",
  async () => {
    await using first = await startServiceProcess(databases);
    await settled(databases, { timeoutMs });
    await until("the initial sync is over", async () => (await first.call("status")).activeRun === null);
    await first.call("startFullSync", { actor: "operator" }, { dryRun: false, confirm: null });
    await using changes = (await startTraffic(databases.main, { seed })).keepChanging();
    const killed = await killHalfWay(first);
    await using second = await startServiceProcess(databases);
    await until("the run is over", async () => (await newestRun())?.endedAt, timeoutMs);
    await changes.stop();
    await settled(databases, { timeoutMs });
    expect((await storedRuns(databases.accounting)).map(({ _id, kind, state }) => [_id, kind, state])).toEqual([
      [expect.any(String), "initial", "succeeded"],
      [killed.run._id, "full", "succeeded"],
    ]);
    expect(await storedCheckpoint(databases.accounting)).toMatchObject({ driftCorrected: 0, gap: null });
    await expectExactLedger(databases);
    measured("full sync, killed half way", {
      paymentsCount,
      peakRssMb: [killed.peakRssMb, megabytes(await second.peakMemory())],
    });
    expect(await second.terminate()).toBe(0);
  },
  timeoutMs,
);
