import { setTimeout as delay } from "node:timers/promises";
import type { Bench } from "../bench.ts";
import { nowMs } from "../clock.ts";
import type { Measure } from "../measure.ts";
import { type Observer, observeRows } from "../observer.ts";
import { launchService, refuseErrors, startUntilLive } from "../processes/service.ts";
import { propertyCount } from "../sizes.ts";
import { paymentDocument } from "../source/payment-document.ts";
import { paymentFacts } from "../source/payment-facts.ts";
import { wholeAt } from "../source/random.ts";
import { storePayments } from "../source/store-payments.ts";
import { median } from "../statistics.ts";
import { verifyLedger } from "../verify-ledger.ts";
import { createWorld, settle, type World } from "../world.ts";
import { rowIdOfPayment } from "./latency.ts";

const largeProperty = 0;
const warmUpPairs = 10;
/** Still "1.0" when told with one decimal. */
const sameMax = 1.05;

/** One payment at a time, by turns into the large account and into one that has no rows yet; medians of acknowledged → seen. */
export const largeAccount: Measure = {
  name: "large-account",
  baseline: null,
  take: async (bench) => {
    const { largeAccountRows: rows, largeAccountChanges: changes } = bench.sizes;
    await using world = await createWorld(bench, "large-account", rows + 2 * (changes + warmUpPairs));
    await storePayments(world, { from: 0, to: rows, property: largeProperty });
    await using service = await launchService(bench, world, "large-account");
    await startUntilLive(service);
    await settle(bench);
    await using observer = await observeRows(world.accounting.collection("transactions"));
    const { large, empty } = await takeTurns(bench, world, observer);
    await refuseErrors(service);
    await service.end();
    await verifyLedger(world);
    const title = `change in an account of ${rows.toLocaleString("en")} rows ÷ in an empty one`;
    const plain = { comparedWith: null, goal: null } as const;
    return [
      {
        title,
        value: large / empty,
        unit: "×",
        comparedWith: null,
        goal: { kind: "at_most", must: 1.2, aim: sameMax },
      },
      { title: "   in the large one, p50", value: large, unit: "ms", ...plain },
      { title: "   in an empty one, p50", value: empty, unit: "ms", ...plain },
    ];
  },
};

const takeTurns = async ({ sizes }: Bench, world: World, observer: Observer) => {
  const large: number[] = [];
  const empty: number[] = [];
  let index = sizes.largeAccountRows;
  for (let pair = 0; pair < warmUpPairs + sizes.largeAccountChanges; pair += 1) {
    large.push(await latencyOf(world, observer, { index, property: largeProperty }));
    empty.push(await latencyOf(world, observer, { index: index + 1, property: emptyProperty(pair) }));
    index += 2;
  }
  return { large: median(large.slice(warmUpPairs)), empty: median(empty.slice(warmUpPairs)) };
};

/** Each has no rows when its turn comes. */
const emptyProperty = (pair: number): number => 1 + (pair % (propertyCount - 1));

type SinglePayment = { readonly index: number; readonly property: number };

const latencyOf = async (world: World, observer: Observer, { index, property }: SinglePayment): Promise<number> => {
  const facts = paymentFacts(index, property);
  world.books.post(facts);
  await world.main.collection("payments").insertOne(paymentDocument(facts), { writeConcern: { w: "majority" } });
  const ackedAt = nowMs();
  const latencyMs = (await observer.seenAt(rowIdOfPayment(index))) - ackedAt;
  // Not in step with anything that ticks.
  await delay(wholeAt(index, 40, [3, 12]));
  return latencyMs;
};
