import { textOf } from "./judge/text-of.ts";
import type { Outcome } from "./run-history.ts";
import { runHistory } from "./run-history.ts";
import { shorten } from "./shorten.ts";

/** Last points of a history that are worth telling. */
const pointsMax = 300;

/** What went wrong with a seed, how to see it again, and the fewest steps that were found to do the same. */
export const reportOf = async (seed: number, found: Outcome): Promise<string> => {
  const shortest = await shorten({ seed }, found);
  return [
    `seed ${seed}: ${found.objections.join("; ")}`,
    `again, point by point: SIMULATION_SEED=${seed} npx vitest run test/simulation/histories.test.ts`,
    `circumstances: ${textOf(shortest.profile)}`,
    `${shortest.plan.length} of ${found.plan.length} steps are enough for: ${shortest.objections[0]}`,
    ...shortest.plan.map(({ at, action }) => `  ${at} ms: ${textOf(action)}`),
  ].join("\n");
};

/** The end of a history, point by point. */
export const traceOf = async (seed: number): Promise<string> => {
  const lines: string[] = [];
  await runHistory({ seed, trace: (line) => lines.push(line) });
  return lines.slice(-pointsMax).join("\n");
};
