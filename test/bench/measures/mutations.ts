import type { Measure } from "../measure.ts";
import { startMutating } from "../processes/mutating.ts";
import { launchService, startUntilLive } from "../processes/service.ts";
import { median } from "../statistics.ts";
import { createWorld, type World } from "../world.ts";

const name = "measured";
const rounds = 5;
/** Before and after the change. */
const linesEach = 2;

/**
 * What it costs to read, validate and guard a mutation and to keep it in the trail, its two chained lines: a schedule changed over
 * HTTP beside the same change by the use case alone, turn by turn.
 */
export const mutations: Measure = {
  name: "mutations",
  baseline: null,
  take: async (bench) => {
    const { mutations: count } = bench.sizes;
    await using world = await createWorld(bench, "mutations", 0);
    await using leader = await launchService(bench, world, null, { VERIFY_ROWS_PER_SECOND: "0" });
    await startUntilLive(leader);
    await using mutating = await startMutating(world);
    await mutating.call("create", name);
    const cost = { whole: [] as number[], bare: [] as number[] };
    // The first round is for the compiler.
    for (let round = 0; round <= rounds; round += 1)
      for (const kind of ["whole", "bare"] as const) {
        const each = await mutating.call("change", { name, kind, count });
        if (round > 0) cost[kind].push(each);
      }
    await requireTrail(world, (rounds + 1) * count);
    const plain = { unit: "ms", comparedWith: null, goal: null } as const;
    return [
      {
        ...plain,
        title: "validation and audit of a mutation: processor time",
        value: median(cost.whole.map((whole, round) => whole - (cost.bare[round] ?? Number.NaN))),
        goal: { kind: "at_most", must: 2, aim: 1 },
      },
      { ...plain, title: "   the mutation as a whole", value: median(cost.whole) },
      { ...plain, title: "   the same use case, neither read nor kept", value: median(cost.bare) },
    ];
  },
};

/** What was not kept cost nothing. */
const requireTrail = async ({ accounting }: World, changes: number): Promise<void> => {
  const lines = await accounting.collection("sync_audit").countDocuments({ action: "changeSchedule" });
  if (lines !== linesEach * changes) throw new Error(`the trail has ${lines} lines of ${changes} changes`);
};
