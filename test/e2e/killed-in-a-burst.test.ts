import { afterEach, beforeEach, expect, it } from "vitest";
import { type FreshDatabases, freshDatabases } from "../support/fresh-databases.ts";
import { measured } from "../support/measured.ts";
import { expectExactLedger } from "../support/oracle/expect-exact-ledger.ts";
import { seededRandom } from "../support/seeded-random.ts";
import { startServiceProcess } from "../support/service-process.ts";
import { settled, storedCheckpoint } from "../support/settled.ts";
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
  let service = await startServiceProcess(databases);
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
    service = await startServiceProcess(databases);
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
