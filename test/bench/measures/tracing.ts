import type { Bench } from "../bench.ts";
import type { Measure } from "../measure.ts";
import { processorSecondsOf } from "../process-facts.ts";
import { type Collector, startCollector } from "../processes/collector.ts";
import { launchService, refuseErrors } from "../processes/service.ts";
import { readMark, watchEvents } from "../progress.ts";
import { storePayments } from "../source/store-payments.ts";
import { median } from "../statistics.ts";
import { verifyLedger } from "../verify-ledger.ts";
import { createWorld, settle, type World } from "../world.ts";
import { visit } from "./backlog.ts";

/** Each is a backlog without traces beside one of the same size with them. */
const pairs = 3;

/** Traces are sent while the backlog lasts, so that sending them counts. Unit: ms. */
const sendEveryMs = 250;

/** What traces cost at the sampling that is used when nothing is said: the processor time of one backlog with them over one without. */
export const tracing: Measure = {
  name: "tracing",
  baseline: null,
  take: async (bench) => {
    const count = bench.sizes.backlogPayments;
    await using world = await createWorld(bench, "tracing", 2 * pairs * count);
    await using collector = await startCollector();
    await visit(bench, world);
    const traced = tracedTo(collector);
    const seconds = { without: [] as number[], with: [] as number[] };
    for (let pair = 0; pair < pairs; pair += 1) {
      // Whatever grows from backlog to backlog falls to both alike.
      const order = pair % 2 === 0 ? (["without", "with"] as const) : (["with", "without"] as const);
      for (const [place, kind] of order.entries()) {
        const from = (2 * pair + place) * count;
        await storePayments(world, { from, to: from + count });
        seconds[kind].push(await drainSeconds(bench, world, count, kind === "with" ? traced : {}));
      }
    }
    if (collector.bytes() === 0) throw new Error("no traces were sent");
    const ratios = seconds.with.map((value, pair) => value / (seconds.without[pair] ?? Number.NaN));
    return [
      {
        title: `traces: processor time of a backlog of ${count.toLocaleString("en")} payments, with ÷ without`,
        value: median(ratios),
        unit: "×",
        comparedWith: null,
        goal: { kind: "at_most", must: 1.05, aim: 1.02 },
      },
    ];
  },
};

const tracedTo = ({ url }: Collector): Readonly<Record<string, string>> => ({
  OTEL_EXPORTER_OTLP_ENDPOINT: url,
  OTEL_BSP_SCHEDULE_DELAY: String(sendEveryMs),
});

/** Processor time of the service from the order to start until the last commit is seen. The ledger is checked afterwards. */
const drainSeconds = async (
  bench: Bench,
  world: World,
  count: number,
  settings: Readonly<Record<string, string>>,
): Promise<number> => {
  await settle(bench);
  const before = await readMark(world.accounting);
  await using service = await launchService(bench, world, null, settings);
  const watching = watchEvents(world.accounting, before.events + count);
  const idleSeconds = await processorSecondsOf(service.processId);
  await service.call("start", undefined);
  await watching;
  const seconds = (await processorSecondsOf(service.processId)) - idleSeconds;
  await refuseErrors(service);
  await service.end();
  await verifyLedger(world);
  return seconds;
};
