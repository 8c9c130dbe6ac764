import type { Measure } from "../measure.ts";
import { embeddedAccountRows } from "../sizes.ts";
import { storePayments } from "../source/store-payments.ts";
import { createWorld } from "../world.ts";
import { drain, visit } from "./backlog.ts";

const property = 0;

/** A backlog of payments that all belong to one account, which holds as many rows as baseline E's. */
export const busyAccount: Measure = {
  name: "busy-account",
  baseline: "E",
  take: async (bench) => {
    const { busyAccountChanges: count } = bench.sizes;
    await using world = await createWorld(bench, "busy-account", embeddedAccountRows + count);
    await storePayments(world, { from: 0, to: embeddedAccountRows, property });
    await visit(bench, world);
    await storePayments(world, { from: embeddedAccountRows, to: embeddedAccountRows + count, property });
    const { fromStart } = await drain(bench, world, { label: "busy-account", count });
    const rows = embeddedAccountRows.toLocaleString("en");
    const title = `${count.toLocaleString("en")} changes in one account of ${rows} rows`;
    const goal = { kind: "at_least", must: 100, aim: 500 } as const;
    return [{ title, value: fromStart, unit: "changes/s", comparedWith: "E", goal }];
  },
};
