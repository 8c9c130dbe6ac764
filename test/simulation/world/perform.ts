import type { Action } from "./action.ts";
import type { World } from "./create-world.ts";
import type { Instance } from "./instance.ts";

/** Lets one thing happen to the world. */
export const perform = (world: World, action: Action): void => {
  const { source, mainDatabase, instances, faults, operator, vandal } = world;
  switch (action.kind) {
    case "write":
      mainDatabase.write(action.writes);
      break;
    case "tick":
      source.tick();
      break;
    case "replace":
      mainDatabase.replace(action);
      break;
    case "rename_away":
      mainDatabase.renameAway(action);
      break;
    case "truncate_oplog":
      source.truncateOplog();
      break;
    case "close_snapshots":
      source.closeSnapshots();
      break;
    case "crash":
      instances[action.instance]?.crash();
      break;
    case "restart":
      instances[action.instance]?.stop();
      break;
    case "freeze":
      instances[action.instance]?.running()?.process.freeze(action.ms);
      break;
    case "deploy":
      deploy(world, action);
      break;
    case "jump":
      world.jump(action.machine, action.ms);
      break;
    case "outage":
      faults.outage(action.side, action.ms);
      break;
    case "tamper":
      vandal.perform(action);
      break;
    default:
      operator.perform(action);
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
