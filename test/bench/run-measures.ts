import { embeddedAccount } from "./baselines/embedded-account.ts";
import { smallTransaction } from "./baselines/transaction.ts";
import { takeUpserts, upserts } from "./baselines/upserts.ts";
import type { Bench } from "./bench.ts";
import type { Baseline, BaselineName, Measure, Reading } from "./measure.ts";
import { backlog } from "./measures/backlog.ts";
import { besideCheck } from "./measures/beside-check.ts";
import { busyAccount } from "./measures/busy-account.ts";
import { check } from "./measures/check.ts";
import { fixes } from "./measures/fixes.ts";
import { fullSync } from "./measures/full-sync.ts";
import { idle } from "./measures/idle.ts";
import { largeAccount } from "./measures/large-account.ts";
import { latency } from "./measures/latency.ts";
import { memory } from "./measures/memory.ts";
import { mutations } from "./measures/mutations.ts";
import { status } from "./measures/status.ts";
import { tracing } from "./measures/tracing.ts";
import type { ProcessorTime } from "./processor-time.ts";
import { mean } from "./statistics.ts";

/** Neighbours share a round of their baseline. Full sync fills the ledger that those up to `idle` look at. */
export const measures: readonly Measure[] = [
  backlog,
  fullSync,
  check,
  fixes,
  besideCheck,
  idle,
  latency,
  busyAccount,
  largeAccount,
  memory,
  tracing,
  mutations,
  status,
];

export const baselines: Readonly<Record<BaselineName, Baseline>> = {
  F: upserts,
  L: smallTransaction,
  E: embeddedAccount,
};

export type BaselineRounds = Readonly<Record<BaselineName, readonly number[]>> & {
  /** F once more without the ledger's secondary index, for comparison; null when F was not needed. */
  readonly bareF: number | null;
};

export type MeasureResult = {
  readonly measure: string;
  /** During the measure, its preparation and its checks included. */
  readonly processors: ProcessorTime | null;
  /** Null = compared with nothing. */
  readonly baselineValue: number | null;
} & Outcome;

type Outcome =
  | { readonly kind: "taken"; readonly readings: readonly Reading[] }
  | { readonly kind: "failed"; readonly message: string };

export type BenchResults = { readonly baselines: BaselineRounds; readonly measures: readonly MeasureResult[] };

/** Takes the measures one after another, each between two rounds of its baseline. One that fails does not end the others. */
export const runMeasures = async (bench: Bench, only: readonly string[]): Promise<BenchResults> => {
  const rounds: Record<BaselineName, number[]> = { F: [], L: [], E: [] };
  const results: MeasureResult[] = [];
  let bareF: number | null = null;
  let latest: BaselineName | null = null;

  const takeRound = async (name: BaselineName): Promise<number> => {
    bench.say(`baseline ${name}`);
    const value = await baselines[name].take(bench);
    rounds[name].push(value);
    return value;
  };

  for (const measure of measures.filter(({ name }) => only.length === 0 || only.includes(name))) {
    const { name, baseline } = measure;
    if (baseline === "F" && bareF === null) bareF = await takeUpserts(bench, { withIndexes: false });
    const before = baseline === null ? null : await roundBefore(baseline, rounds, { latest, takeRound });
    bench.say(name);
    await bench.processors.lap();
    const outcome = await measure.take(bench).then(taken, failed);
    const processors = await bench.processors.lap();
    const after = baseline === null ? null : await takeRound(baseline);
    latest = baseline;
    const baselineValue = before === null || after === null ? null : mean([before, after]);
    results.push({ measure: name, processors, baselineValue, ...outcome });
  }
  return { baselines: { ...rounds, bareF }, measures: results };
};

type RoundBefore = {
  /** The baseline of the measure before. */
  readonly latest: BaselineName | null;
  readonly takeRound: (name: BaselineName) => Promise<number>;
};

const roundBefore = (
  name: BaselineName,
  rounds: Readonly<Record<BaselineName, readonly number[]>>,
  { latest, takeRound }: RoundBefore,
): Promise<number> => {
  const known = latest === name ? rounds[name].at(-1) : undefined;
  return known === undefined ? takeRound(name) : Promise.resolve(known);
};

const taken = (readings: readonly Reading[]): Outcome => ({ kind: "taken", readings });

const failed = (error: unknown): Outcome => ({
  kind: "failed",
  message: error instanceof Error ? error.message : String(error),
});
