import type { Bench } from "../bench.ts";
import type { Goal, Measure, Reading } from "../measure.ts";
import {
  finishedRun,
  launchService,
  type RunReport,
  refuseErrors,
  runFullSync,
  type Service,
  startUntilLive,
} from "../processes/service.ts";
import { readMark } from "../progress.ts";
import { propertyCount } from "../sizes.ts";
import { median } from "../statistics.ts";
import { verifyLedger } from "../verify-ledger.ts";
import { settle, type World } from "../world.ts";

/** Both passes of a full sync, as its run records them: into an empty ledger, then over one that is right already. */
export const fullSync: Measure = {
  name: "full-sync",
  baseline: "F",
  take: async (bench) => {
    const { fullSyncPayments: payments } = bench.sizes;
    const world = await bench.filled.source();
    const count = payments.toLocaleString("en");
    bench.say(`${count} payments are stored`);
    const filling = await fill(bench, world);
    bench.filled.isFilled();
    bench.say("the ledger is filled");
    const unchanged = await repeat(bench, world);
    return [
      reading(`full sync of ${count} payments into an empty ledger`, filling, { kind: "at_least", must: 1, aim: 1.7 }),
      reading("full sync with nothing to change, beside the stream", unchanged.besideStream, {
        kind: "at_least",
        must: 2,
        aim: 4,
      }),
      reading("   the same, real-time sync stopped", unchanged.alone, null),
    ];
  },
};

const reading = (title: string, value: number, goal: Goal | null): Reading => ({
  title,
  value,
  unit: "payments/s",
  comparedWith: "F",
  goal,
});

const fill = async (bench: Bench, world: World): Promise<number> => {
  await settle(bench);
  await using service = await launchService(bench, world, "full-sync-empty");
  const { lastFullSync } = await startUntilLive(service);
  if (lastFullSync === null) throw new Error("the service is live without an initial sync");
  const run = await finishedRun(service, lastFullSync);
  await refuseErrors(service);
  await service.end();
  await verifyLedger(world);
  return perSecond(bench, run);
};

const repeat = async (bench: Bench, world: World) => {
  await settle(bench);
  const before = await readMark(world.accounting);
  await using service = await launchService(bench, world, "full-sync-unchanged");
  await startUntilLive(service);
  const besideStream = await typicalRate(bench, service);
  await service.call("stopRealTime", undefined);
  const alone = perSecond(bench, await runFullSync(service));
  await refuseErrors(service);
  const { commitNo } = await readMark(world.accounting);
  if (commitNo - before.commitNo > idleCommitsMax)
    throw new Error(`full syncs with nothing to change made ${commitNo - before.commitNo} commits`);
  await verifyLedger(world);
  return { besideStream, alone };
};

/** A quiet stream's position is saved now and then; a chunk that changes nothing commits nothing. */
const idleCommitsMax = 5n;

/** The first run warms up and does not count. */
const typicalRate = async (bench: Bench, service: Service): Promise<number> => {
  await runFullSync(service);
  const rates: number[] = [];
  for (let run = 0; run < bench.sizes.unchangedRuns; run += 1) rates.push(perSecond(bench, await runFullSync(service)));
  return median(rates);
};

const perSecond = ({ sizes }: Bench, { durationMs, processed }: RunReport): number => {
  if (durationMs === null) throw new Error("the run does not say how long it took");
  const expected = sizes.fullSyncPayments + propertyCount;
  if (processed !== expected) throw new Error(`the run has read ${processed} documents, not ${expected}`);
  return sizes.fullSyncPayments / (durationMs / 1_000);
};
