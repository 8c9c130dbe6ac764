import type { Bench } from "../bench.ts";
import type { Measure } from "../measure.ts";
import { processorSecondsOf } from "../process-facts.ts";
import { launchService, refuseErrors, runCheck, type Service, startUntilLive } from "../processes/service.ts";
import { median } from "../statistics.ts";
import { settle } from "../world.ts";

/** Consistency checks of a ledger that is in step, beside a stream that brings nothing, as their runs record them. */
export const check: Measure = {
  name: "check",
  baseline: "F",
  take: async (bench) => {
    const world = await bench.filled.ledger(bench);
    await settle(bench);
    await using service = await launchService(bench, world, "check");
    await startUntilLive(service);
    // The first warms up and does not count.
    await checkedRate(bench, service);
    const rates: number[] = [];
    const secondsBefore = await processorSecondsOf(service.processId);
    for (let run = 0; run < bench.sizes.checkRuns; run += 1) rates.push(await checkedRate(bench, service));
    const seconds = (await processorSecondsOf(service.processId)) - secondsBefore;
    const perThousand = (seconds * 1_000_000) / (bench.sizes.checkRuns * bench.sizes.fullSyncPayments);
    await refuseErrors(service);
    const count = bench.sizes.fullSyncPayments.toLocaleString("en");
    return [
      {
        title: `check of ${count} payments in step with their ledger`,
        value: median(rates),
        unit: "payments/s",
        comparedWith: "F",
        goal: { kind: "at_least", must: 2, aim: 4 },
      },
      {
        title: "   the service's processor time for 1,000",
        value: perThousand,
        unit: "ms",
        comparedWith: null,
        goal: null,
      },
    ];
  },
};

const checkedRate = async ({ sizes }: Bench, service: Service): Promise<number> => {
  const { payments, findings, durationMs } = await runCheck(service);
  if (payments !== sizes.fullSyncPayments)
    throw new Error(`the check has looked at ${payments} payments, not ${sizes.fullSyncPayments}`);
  if (findings > 0) throw new Error(`the check has found ${findings} differences where there are none`);
  return payments / (durationMs / 1_000);
};
