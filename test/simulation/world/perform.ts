import type { World } from "./create-world.ts";
import type { Instance } from "./instance.ts";
import type { Action } from "./plan.ts";

/** Lets one thing happen to the world. */
export const perform = (world: World, action: Action): void => {
  const { source, mainDatabase, instances, faults, operator } = world;
  switch (action.kind) {
    case "write":
      return mainDatabase.write(action.writes);
    case "tick":
      return void source.tick();
    case "replace":
      return mainDatabase.replace(action);
    case "rename_away":
      return mainDatabase.renameAway(action);
    case "truncate_oplog":
      return source.truncateOplog();
    case "close_snapshots":
      return source.closeSnapshots();
    case "crash":
      return instances[action.instance]?.crash();
    case "restart":
      return instances[action.instance]?.stop();
    case "freeze":
      return instances[action.instance]?.running()?.process.freeze(action.ms);
    case "deploy":
      return deploy(world, action);
    case "jump":
      return world.jump(action.machine, action.ms);
    case "outage":
      return faults.outage(action.side, action.ms);
    default:
      return operator.perform(action);
  }
};

/** One instance may run under other rules than the other for a while, as in a rolling deployment that is taken back. */
const deploy = ({ instances }: World, { rules, instance }: Extract<Action, { kind: "deploy" }>): void => {
  const chosen = instance === "all" ? instances : instances.slice(instance, instance + 1);
  for (const each of chosen) replaceRules(each, rules);
};

const replaceRules = (instance: Instance, rules: Parameters<Instance["start"]>[0]): void => {
  instance.start(rules);
  instance.stop();
};
