import type { Canary } from "./canaries/bend.ts";
import type { Objections } from "./judge/books.ts";
import { judgeRest } from "./judge/final.ts";
import { textOf } from "./judge/text-of.ts";
import { createRandom } from "./kernel/random.ts";
import { createVirtualTime } from "./kernel/virtual-time.ts";
import { createWorld, type World } from "./world/create-world.ts";
import { isAtRest, openRuns } from "./world/is-at-rest.ts";
import { perform } from "./world/perform.ts";
import { drawPlan, type Plan, rulesInUse } from "./world/plan.ts";
import { drawProfile, type Profile } from "./world/profile.ts";

export type History = {
  readonly seed: number;
  /** Lived through with this mistake made; null = with the service as it is. */
  readonly canary?: Canary | null;
  /** Instead of those that the seed draws: for making a history simpler and shorter. */
  readonly profile?: Profile;
  readonly plan?: Plan;
  readonly trace?: (line: string) => void;
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

/** When faults stop, everything must have come to rest after this. Unit: ms of virtual time. */
const restMaxMs = 300_000;
/** A process that is asked to stop must have done so after this. Unit: ms of virtual time. */
const stopMaxMs = 60_000;
/** Between two looks of the people in charge. Unit: ms. */
const attendEveryMs = 2_000;

/** One life of the service from its first start to its rest: a pure function of the seed. */
export const runHistory = async ({ seed, canary = null, trace = () => {}, ...given }: History): Promise<Outcome> => {
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
      trace(`${at} ${textOf(action)}`);
      perform(world, action);
    });
  await time.pass(() => monitor.objections().length > 0, profile.restlessMs);
  if (monitor.objections().length > 0) return monitor.objections();
  return rest(world);
};

const rest = async (world: World): Promise<Objections> => {
  const { time, monitor, operator } = world;
  world.calm();
  settleOnRules(world);
  const attend = (): void => {
    operator.attend();
    time.after(attendEveryMs, attend);
  };
  attend();
  const isOver = (): boolean => monitor.objections().length > 0 || isAtRest(world);
  const cameToRest = await time.pass(isOver, time.now() + restMaxMs);
  if (monitor.objections().length > 0) return monitor.objections();
  if (!cameToRest) return [`no rest after ${restMaxMs} ms: ${stateOf(world)}`];
  const { accounting, book, instances } = world;
  const rules = instances[0]?.rules();
  if (rules === undefined) throw new Error("nothing runs");
  const objections = judgeRest({ store: accounting.store, book, rules, entries: operator.entries });
  return objections.length > 0 ? objections : retire(world);
};

/** Everybody stops in good time, gives the lease back, and leaves the ledger as it was. */
const retire = async ({ time, instances, accounting, monitor }: World): Promise<Objections> => {
  const { commitNo } = accounting.store.checkpoint;
  const running = instances.flatMap((instance) => instance.running() ?? []);
  for (const instance of instances) instance.close();
  for (const { pipeline, process } of running) pipeline.stop().then(process.crash, process.crash);
  const left = () => running.filter(({ process }) => process.isAlive());
  if (!(await time.pass(() => left().length === 0, time.now() + stopMaxMs)))
    return [`${left().length} processes did not stop within ${stopMaxMs} ms`];
  if (accounting.store.lease.instanceId !== null) return ["the lease was not given back"];
  if (accounting.store.checkpoint.commitNo !== commitNo) return ["something was committed at the very end"];
  return monitor.objections();
};

/** A rolling deployment ends: every instance works under the first one's rules. */
const settleOnRules = ({ instances }: World): void => {
  const rules = instances[0]?.rules();
  for (const instance of instances) {
    if (rules === undefined || instance.rules() === rules) continue;
    instance.start(rules);
    instance.stop();
  }
};

const stateOf = ({ accounting, book, instances, operator }: World): string => {
  const { checkpoint, lease } = accounting.store;
  const terms = instances.map((each) => each.running()?.pipeline.term()?.realTime.report() ?? null);
  const running = openRuns(accounting.store);
  return textOf({ written: book.seq, waiting: operator.waiting(), running, terms, lease, checkpoint });
};
