import { parseArgs } from "node:util";
import { fullSizes, quickSizes, type Sizes } from "./sizes.ts";

export type BenchOptions = {
  readonly quick: boolean;
  readonly sizes: Sizes;
  /** Names of the measures to take; empty = all. */
  readonly only: readonly string[];
  /** Record where the service spends its processor time. */
  readonly profile: boolean;
};

export type ParsedOptions =
  | { readonly kind: "options"; readonly options: BenchOptions }
  | { readonly kind: "usage"; readonly problem: string | null };

export const usageOf = (measures: readonly string[]): string =>
  [
    "npm run bench -- [--quick] [--only <measure>,…] [--profile]",
    "  --quick     a tenth of the sizes, under a minute; ratios are rough then",
    `  --only      some of: ${measures.join(", ")}; separated by commas, or given several times`,
    "  --profile   also records where the service spends its processor time, into bench-results/",
  ].join("\n");

export const parseOptions = (given: readonly string[], measures: readonly string[]): ParsedOptions => {
  try {
    const { values } = parseArgs({
      args: [...given],
      options: {
        quick: { type: "boolean", default: false },
        only: { type: "string", multiple: true, default: [] },
        profile: { type: "boolean", default: false },
        help: { type: "boolean", default: false },
      },
    });
    const { quick, profile, help } = values;
    const only = values.only.flatMap((names) => names.split(","));
    if (help) return { kind: "usage", problem: null };
    const unknown = only.find((name) => !measures.includes(name));
    if (unknown !== undefined) return { kind: "usage", problem: `There is no measure “${unknown}”.` };
    return { kind: "options", options: { quick, sizes: quick ? quickSizes : fullSizes, only, profile } };
  } catch (error) {
    return { kind: "usage", problem: error instanceof Error ? error.message : String(error) };
  }
};
