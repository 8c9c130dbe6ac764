import { afterEach, beforeEach, expect, it } from "vitest";
import { type FreshDatabases, freshDatabases } from "../support/fresh-databases.ts";
import { measured } from "../support/measured.ts";
import { createMortalService } from "../support/mortal-service.ts";
import { expectExactLedger } from "../support/oracle/expect-exact-ledger.ts";
import { startService } from "../support/running-service.ts";
import { seededRandom } from "../support/seeded-random.ts";
import { type ServiceProcess, startServiceProcess } from "../support/service-process.ts";
import { settled, storedCheckpoint } from "../support/settled.ts";
import { paymentOf, propertyOf } from "../support/source-examples.ts";
import { startTraffic } from "../support/traffic.ts";
import { until } from "../support/until.ts";
import { watchHeads } from "../support/watch-heads.ts";

const burst = 5_000;
const kills = 5;

let databases: FreshDatabases;

beforeEach(async () => {
  databases = await freshDatabases();
});
afterEach(() => databases.cleanUp());

const eventsCommitted = async (): Promise<number> => (await storedCheckpoint(databases.accounting))?.tally.events ?? 0;

it("loses and doubles nothing when it is killed in five bursts of 5,000 changes, and no reader sees a value go back", async () => {
  const seed = Date.now() % 1_000_000;
  const random = seededRandom(seed);
  const traffic = await startTraffic(databases.main, { seed });
  await using processes = new AsyncDisposableStack();
  const start = async (): Promise<ServiceProcess> => processes.use(await startServiceProcess(databases));
  let service = await start();
  await settled(databases);
  await using watch = watchHeads(databases.accounting);
  const catchUpMs: number[] = [];
  for (let kill = 1; kill <= kills; kill += 1) {
    const before = await eventsCommitted();
    const bursting = traffic.change(burst);
    const enough = before + random.below(burst / 2);
    await until("some of the burst is committed", async () => (await eventsCommitted()) > enough);
    await service.kill();
    await bursting;
    const startedAt = performance.now();
    service = await start();
    await settled(databases);
    catchUpMs.push(Math.round(performance.now() - startedAt));
  }
  const { stepsBack, readings } = await watch.story();
  measured("killed in bursts", { seed, catchUpMs, readings });
  expect(stepsBack).toEqual([]);
  await expectExactLedger(databases);
  expect(await service.terminate()).toBe(0);
  await expectExactLedger(databases);
}, 180_000);

it.each([
  { killedBetween: 0, who: "its killed predecessor" },
  { killedBetween: 1, who: "the one killed before it" },
])(
  "is not held up by a transaction that $who left open",
  async ({ killedBetween }) => {
    const { client, main, accounting } = databases;
    const house = propertyOf();
    await main.collection("properties").insertOne(house);
    const first = await startService(databases);
    await settled(databases);
    await first.stop();
    const session = client.startSession();
    session.startTransaction();
    await accounting.collection("transactions").updateOne({}, { $set: { notes: "half-done" } }, { session });
    await accounting.collection("accounts").updateOne({}, { $inc: { version: 1 } }, { session });
    const state = accounting.collection<{ readonly _id: string }>("sync_state");
    await state.updateOne({ _id: "checkpoint" }, { $inc: { commitNo: 1 } }, { session });
    const lease = { instanceId: "test:1", sessionId: session.id?.id, expiresAt: new Date(Date.now() + 15_000) };
    await state.updateOne({ _id: "lease" }, { $set: lease });
    await main.collection("payments").insertOne(paymentOf(house._id));
    for (let killed = 0; killed < killedBetween; killed += 1) {
      await using between = await createMortalService(databases);
      await between.meets("lease is won");
      await Promise.allSettled([between.begin()]);
      await between.reached("lease is won");
    }
    await using _ = await startService(databases);
    await settled(databases);
    await expectExactLedger(databases);
    await expect(session.commitTransaction()).rejects.toThrow();
    await session.endSession();
    // The server itself would end the transaction after 30 s.
  },
  25_000,
);
