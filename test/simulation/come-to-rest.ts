import type { Objections } from "./judge/books.ts";
import { judgeRest } from "./judge/final.ts";
import { textOf } from "./judge/text-of.ts";
import type { World } from "./world/create-world.ts";
import { isAtRest, openRuns } from "./world/is-at-rest.ts";

/** When faults stop, everything must have come to rest after this. Unit: ms of virtual time. */
const restMaxMs = 300_000;
/** A process that is asked to stop must have done so after this. Unit: ms of virtual time. */
const stopMaxMs = 60_000;
/** Between two looks of the people in charge. Unit: ms. */
const attendEveryMs = 2_000;

/** Faults stop: the service must finish its work by itself, or with what people do when it asks them; then it is judged, and stopped. */
export const comeToRest = async (world: World): Promise<Objections> => {
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
  const { seq } = accounting.store.checkpoint;
  const running = instances.flatMap((instance) => instance.running() ?? []);
  for (const instance of instances) instance.close();
  for (const { pipeline, process } of running) pipeline.stop().then(process.crash, process.crash);
  const left = () => running.filter(({ process }) => process.isAlive());
  if (!(await time.pass(() => left().length === 0, time.now() + stopMaxMs)))
    return [`${left().length} processes did not stop within ${stopMaxMs} ms`];
  if (accounting.store.lease.instanceId !== null) return ["the lease was not given back"];
  if (accounting.store.checkpoint.seq !== seq) return ["a row was changed at the very end"];
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
