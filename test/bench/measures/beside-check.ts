import type { Bench } from "../bench.ts";
import type { Measure } from "../measure.ts";
import { observeRows } from "../observer.ts";
import { startLoad } from "../processes/load.ts";
import { launchService, refuseErrors, type Service, startUntilLive } from "../processes/service.ts";
import { paymentFacts } from "../source/payment-facts.ts";
import { indexes } from "../source/store-payments.ts";
import { mean, percentile } from "../statistics.ts";
import { verifyLedger } from "../verify-ledger.ts";
import { settle, type World } from "../world.ts";
import { latencies } from "./latency.ts";

const perSecond = 500;
const warmUpSeconds = 2;
/** What an operator would allow a check beside live traffic. */
const checkRowsPerSecond = 2_000;
/** By turns, so that both share the machine's moods. */
const turns = 2;

/** Real-time latency as elsewhere, in stretches with a throttled check under way and in stretches without, by turns. */
export const besideCheck: Measure = {
  name: "beside-check",
  baseline: null,
  take: async (bench) => {
    const world = await bench.filled.ledger(bench);
    const settings = { CONSISTENCY_MAX_ROWS_PER_SECOND: String(checkRowsPerSecond) };
    await settle(bench);
    await using service = await launchService(bench, world, "beside-check", settings);
    await startUntilLive(service);
    const { without, beside } = await takeTurns(bench, world, service);
    await refuseErrors(service);
    await service.end();
    await verifyLedger(world);
    const title = `p99 at ${perSecond}/s beside a check of ${checkRowsPerSecond.toLocaleString("en")} rows/s ÷ without`;
    const goal = { kind: "at_most", must: 1.5, aim: 1.2 } as const;
    const ms = { unit: "ms", comparedWith: null, goal: null } as const;
    return [
      { title, value: beside / without, unit: "×", comparedWith: null, goal },
      { ...ms, title: "   beside it", value: beside },
      { ...ms, title: "   without", value: without },
    ];
  },
};

const takeTurns = async (bench: Bench, world: World, service: Service) => {
  await using observer = await observeRows(world.accounting.collection("transactions"));
  await using load = await startLoad();
  let from = bench.sizes.fullSyncPayments;
  const stretch = async (seconds: number): Promise<number> => {
    const count = seconds * perSecond;
    const { ackedAt } = await load.call("store", { from, count, perSecond, uri: world.mainUri });
    for (const index of indexes(from, from + count)) world.books.post(paymentFacts(index));
    const found = await latencies(observer, from, ackedAt);
    from += count;
    return percentile(found, 0.99);
  };
  await stretch(warmUpSeconds);
  const { besideCheckSeconds: seconds } = bench.sizes;
  const without: number[] = [];
  const beside: number[] = [];
  for (let turn = 0; turn < turns; turn += 1) {
    without.push(await stretch(seconds));
    beside.push(await besideOne(service, () => stretch(seconds)));
  }
  return { without: mean(without), beside: mean(beside) };
};

/** Rejects when the check is over before the work: then it was not beside it. */
const besideOne = async <T>(service: Service, work: () => Promise<T>): Promise<T> => {
  const id = await service.call("startCheck", undefined);
  const result = await work();
  const { state } = await service.call("run", id);
  if (state !== "running") throw new Error(`the check ended too early: ${state}`);
  await service.call("cancelRun", id);
  return result;
};
