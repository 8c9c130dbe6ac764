import { type History, type Outcome, runHistory } from "./run-history.ts";
import type { FaultRates, Profile } from "./world/profile.ts";

/** Histories lived through in search of a shorter one. */
const triesMax = 400;

const noFaults: FaultRates = { crash: 0, transient: 0, lasting: 0, delay: 0, delayMaxMs: 0, longDelay: 0, freeze: 0 };

/** Simpler worlds, one step after the other. */
const simpler: readonly Partial<Profile>[] = [
  { rates: noFaults },
  { laggingNodes: false },
  { skew: false },
  { instances: 1 },
  { pageMax: 100 },
  { changesMax: 1_000 },
];

/**
 * Leaves out whatever a history does not need to go wrong: faults and other circumstances, then large parts of its plan, then
 * single steps, until nothing more can go. What goes wrong may be something else in the end, and is then the shorter way to a
 * fault all the same.
 */
export const shorten = async (history: History, found: Outcome): Promise<Outcome> => {
  let shortest = found;
  let tries = 0;
  const tryWith = async (change: Partial<Pick<Outcome, "profile" | "plan">>): Promise<boolean> => {
    tries += 1;
    const outcome = await runHistory({ ...history, profile: shortest.profile, plan: shortest.plan, ...change });
    if (outcome.objections.length > 0) shortest = outcome;
    return outcome === shortest;
  };
  const without = async (size: number): Promise<void> => {
    for (let at = 0; at < shortest.plan.length && tries < triesMax; )
      if (!(await tryWith({ plan: shortest.plan.toSpliced(at, size) }))) at += size;
  };
  for (const change of simpler) await tryWith({ profile: { ...shortest.profile, ...change } });
  for (let size = Math.ceil(found.plan.length / 2); size > 1; size = Math.ceil(size / 2)) await without(size);
  for (let length = 0; length !== shortest.plan.length; ) {
    length = shortest.plan.length;
    await without(1);
  }
  return shortest;
};
