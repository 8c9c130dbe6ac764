/**
 * How often a property is tried. `PROPERTY_RUNS_FACTOR` multiplies it for a long run: with 100, what is tried 10,000 times here
 * is tried a million times there (and `--testTimeout=0`, so that nothing is cut short).
 */
export const runs = (numRuns: number): { readonly numRuns: number } => ({ numRuns: Math.round(numRuns * factor) });

const factor = Number(process.env.PROPERTY_RUNS_FACTOR ?? "1");
