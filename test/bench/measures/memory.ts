import type { Measure } from "../measure.ts";
import { peakMegabytesOf } from "../process-facts.ts";
import { launchService, refuseErrors, startUntilLive } from "../processes/service.ts";
import { storePayments } from "../source/store-payments.ts";
import { verifyLedger } from "../verify-ledger.ts";
import { createWorld } from "../world.ts";

/** The most memory the service's process ever held, as the kernel has kept count of it. */
export const memory: Measure = {
  name: "memory",
  baseline: null,
  take: async (bench) => {
    const { memoryPayments: payments } = bench.sizes;
    await using world = await createWorld(bench, "memory", payments);
    await storePayments(world, { from: 0, to: payments });
    const count = payments.toLocaleString("en");
    bench.say(`${count} payments are stored`);
    await using service = await launchService(bench, world, "memory");
    const idleMegabytes = await peakMegabytesOf(service.processId);
    await startUntilLive(service);
    const value = await peakMegabytesOf(service.processId);
    await refuseErrors(service);
    await service.end();
    await verifyLedger(world);
    const megabytes = { unit: "MB", comparedWith: null } as const;
    const goal = { kind: "at_most", must: 400, aim: 200 } as const;
    return [
      { ...megabytes, title: `peak memory, full sync of ${count} payments`, value, goal },
      { ...megabytes, title: "   of it before any work", value: idleMegabytes, goal: null },
    ];
  },
};
