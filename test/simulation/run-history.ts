import type { Canary } from "./canaries/bend.ts";
import { comeToRest } from "./come-to-rest.ts";
import type { Objections } from "./judge/books.ts";
import { textOf } from "./judge/text-of.ts";
import { createRandom } from "./kernel/random.ts";
import { createVirtualTime } from "./kernel/virtual-time.ts";
import { rulesInUse } from "./world/action.ts";
import { createWorld, type World } from "./world/create-world.ts";
import { perform } from "./world/perform.ts";
import { drawPlan, type Plan } from "./world/plan.ts";
import { drawProfile, type Profile } from "./world/profile.ts";
import type { Trace } from "./world/trace.ts";

export type History = {
  readonly seed: number;
  /** Lived through with this mistake made; null = with the service as it is. */
  readonly canary?: Canary | null;
  /** Instead of those that the seed draws: for making a history simpler and shorter. */
  readonly profile?: Profile;
  readonly plan?: Plan;
  readonly trace?: Trace | null;
};

export type Outcome = {
  readonly objections: Objections;
  readonly plan: Plan;
  readonly profile: Profile;
  /** Events, commits and virtual time of the history: the same for the same seed. */
  readonly events: number;
  readonly commits: bigint;
  readonly restAfterMs: number;
};

/** One life of the service from its first start to its rest: a pure function of the seed. */
export const runHistory = async ({ seed, canary = null, trace = null, ...given }: History): Promise<Outcome> => {
  const random = createRandom(seed);
  const drawn = drawProfile(random.fork());
  const drawnPlan = drawPlan(random.fork(), drawn);
  const { profile = drawn, plan = drawnPlan } = given;
  const time = createVirtualTime(random.fork());
  const world = createWorld({ time, random: random.fork(), profile, bend: canary?.create() ?? null, trace });
  const objections = await live(world, { profile, plan, trace });
  for (const instance of world.instances) instance.crash();
  return {
    objections,
    plan,
    profile,
    events: time.events(),
    commits: world.accounting.store.checkpoint.commitNo,
    restAfterMs: time.now() - profile.restlessMs,
  };
};

const live = async (
  world: World,
  { profile, plan, trace }: Required<Pick<History, "plan" | "trace">> & { readonly profile: Profile },
): Promise<Objections> => {
  const { time, monitor, instances } = world;
  const first = rulesInUse[0];
  if (first === undefined) throw new Error("there are no rules");
  for (const instance of instances) instance.start(first);
  for (const { at, action } of plan)
    time.after(at, () => {
      trace?.(`${at} ${textOf(action)}`);
      perform(world, action);
    });
  await time.pass(() => monitor.objections().length > 0, profile.restlessMs);
  if (monitor.objections().length > 0) return monitor.objections();
  return comeToRest(world);
};
