import type { ClusterTime } from "../domain/cluster-time.ts";
import type { DocumentKey } from "../domain/sync/failure.ts";
import type { Run } from "../domain/sync/run.ts";
import type { Corrections, Explanations } from "./drift-watch.ts";
import { AppError } from "./errors.ts";
import type { RunStore } from "./ports/run-store.ts";
import { type RetryPorts, retryTransient } from "./retry-transient.ts";

/** A run between two chunks: saved, shown, and asked whether to go on. */
export type RunTracker = {
  run(): Run;
  /** Records progress. Rejects with `fenced` when another leader owns the run. */
  update(change: Partial<Run>): Promise<void>;
  /** Corrections made at `asOf`, which the stream may or may not have reported. */
  corrected(asOf: ClusterTime, keys: readonly DocumentKey[], explanations?: Explanations): void;
};

export type TrackerPorts = RetryPorts & {
  readonly runs: RunStore;
  readonly epoch: bigint;
  readonly onChange: (run: Run) => void;
  readonly onCorrected: (corrections: Corrections) => void;
};

export const createRunTracker = (ports: TrackerPorts, start: Run, signal: AbortSignal): RunTracker => {
  let run = start;
  return {
    run: () => run,
    update: async (change) => {
      run = { ...run, ...change };
      ports.onChange(run);
      const save = () => ports.runs.save(run, ports.epoch, signal);
      if ((await retryTransient(ports, save, signal)) === "saved") return;
      throw new AppError("fenced", "Another instance has taken this run over.");
    },
    corrected: (asOf, keys, explanations) => {
      if (keys.length > 0) ports.onCorrected({ runId: run.id, asOf, keys, explanations });
    },
  };
};
