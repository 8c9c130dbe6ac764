import { type History, type Outcome, runHistory } from "./run-history.ts";

/** Histories lived through in search of a shorter one. */
const triesMax = 400;

/**
 * Leaves out whatever a history does not need to go wrong: first large parts, then single steps. What goes wrong may be something
 * else in the end, and is then the shorter way to a fault all the same.
 */
export const shorten = async (history: History, found: Outcome): Promise<Outcome> => {
  let shortest = found;
  let tries = 0;
  for (let size = Math.ceil(found.plan.length / 2); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2)) {
    for (let at = 0; at < shortest.plan.length && tries < triesMax; tries += 1) {
      const plan = shortest.plan.toSpliced(at, size);
      const outcome = await runHistory({ ...history, plan });
      if (outcome.objections.length > 0) shortest = outcome;
      else at += size;
    }
  }
  return shortest;
};
