import { idOfBson } from "../../../src/adapters/mongo-driver/id-codec.ts";
import { incomeRowId } from "../../../src/domain/ids.ts";
import { onScratch } from "../baselines/scratch.ts";
import type { Bench } from "../bench.ts";
import { nowMs } from "../clock.ts";
import type { Measure } from "../measure.ts";
import { type Observer, observeRows } from "../observer.ts";
import { type PacedLoad, startLoad } from "../processes/load.ts";
import { launchService, refuseErrors, startUntilLive } from "../processes/service.ts";
import { documentId } from "../source/document-ids.ts";
import { paymentFacts } from "../source/payment-facts.ts";
import { indexes, storePayments } from "../source/store-payments.ts";
import { median, percentile } from "../statistics.ts";
import { verifyLedger } from "../verify-ledger.ts";
import { createWorld, settle } from "../world.ts";

const calmPerSecond = 20;
const busyPerSecond = 500;
const warmUpSeconds = 2;
const warmUpPerSecond = 200;

/**
 * Payments stored by a process of their own at a fixed pace; each one's latency is from its acknowledgement by the majority
 * to the moment a change stream shows its row, on the machine's one monotonic clock.
 */
export const latency: Measure = {
  name: "latency",
  baseline: "L",
  take: async (bench) => {
    const plan = planOf(bench);
    await using world = await createWorld(bench, "latency", plan.total);
    await storePayments(world, { from: 0, to: plan.warmUp.from });
    await using service = await launchService(bench, world, "latency");
    await startUntilLive(service);
    await settle(bench);
    await using observer = await observeRows(world.accounting.collection("transactions"));
    await using load = await startLoad();
    const take = async (step: Step): Promise<readonly number[]> => {
      const { ackedAt, latestMs } = await load.call("store", { ...step, uri: world.mainUri });
      if (latestMs > generatorLateMaxMs) bench.say(`the load generator was late by up to ${latestMs.toFixed(0)} ms`);
      for (const index of indexes(step.from, step.from + step.count)) world.books.post(paymentFacts(index));
      return latencies(observer, step.from, ackedAt);
    };
    await take(plan.warmUp);
    const calm = await take(plan.calm);
    const busy = await take(plan.busy);
    await refuseErrors(service);
    await service.end();
    await verifyLedger(world);
    const own = await observerDelay(bench);
    const ms = { unit: "ms", comparedWith: "L", goal: null } as const;
    const calmTitle = `payment acknowledged → row seen, p50 at ${calmPerSecond}/s`;
    const busyTitle = `payment acknowledged → row seen, p99 at ${busyPerSecond}/s`;
    return [
      { ...ms, title: calmTitle, value: percentile(calm, 0.5), goal: { kind: "at_most", must: 3, aim: 2 } },
      { ...ms, title: `   p99 at ${calmPerSecond}/s`, value: percentile(calm, 0.99) },
      { ...ms, title: busyTitle, value: percentile(busy, 0.99), goal: { kind: "at_most", must: 20, aim: 6 } },
      { ...ms, title: `   p50 at ${busyPerSecond}/s`, value: percentile(busy, 0.5) },
      { ...ms, title: "   of it the observer's own way (bare write acknowledged → seen), p50", value: own },
    ];
  },
};

/** More than that and the pace was not the one promised. */
const generatorLateMaxMs = 50;

type Step = Omit<PacedLoad, "uri">;

const planOf = ({ sizes }: Bench) => {
  const warmUp = {
    from: sizes.latencyLedgerPayments,
    count: warmUpSeconds * warmUpPerSecond,
    perSecond: warmUpPerSecond,
  };
  const calm = { from: warmUp.from + warmUp.count, count: sizes.calmSeconds * calmPerSecond, perSecond: calmPerSecond };
  const busy = { from: calm.from + calm.count, count: sizes.busySeconds * busyPerSecond, perSecond: busyPerSecond };
  return { warmUp, calm, busy, total: busy.from + busy.count };
};

export const rowIdOfPayment = (index: number): string => incomeRowId(idOfBson(documentId("payments", index)));

export const latencies = (observer: Observer, from: number, ackedAt: Float64Array): Promise<readonly number[]> =>
  Promise.all([...ackedAt].map(async (at, position) => (await observer.seenAt(rowIdOfPayment(from + position))) - at));

const bareWrites = 100;

/** How much later than its writer an observer learns of a row: part of every latency above, and nobody's fault. */
const observerDelay = (bench: Bench): Promise<number> =>
  onScratch(bench, { withIndexes: true }, async (db) => {
    const rows = db.collection<{ _id: string }>("transactions");
    await using observer = await observeRows(db.collection("transactions"));
    const delaysMs: number[] = [];
    for (const index of indexes(0, bareWrites)) {
      await rows.insertOne({ _id: rowIdOfPayment(index) }, { writeConcern: { w: "majority" } });
      const ackedAt = nowMs();
      delaysMs.push((await observer.seenAt(rowIdOfPayment(index))) - ackedAt);
    }
    return median(delaysMs);
  });
