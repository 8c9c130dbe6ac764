import type { Run } from "../domain/sync/run.ts";
import type { Clock } from "./ports/clock.ts";
import type { RunStore } from "./ports/run-store.ts";

/** Whoever can go on with runs of some kind. */
export type Resumer = {
  /** False when it cannot go on with this one. */
  resume(run: Run): boolean;
};

export type ResumePorts = { readonly runs: RunStore; readonly clock: Clock; readonly epoch: bigint };

/** Goes on with what the previous leader left; a run that nobody can go on with is ended, so that none seems to run for ever. */
export const resumeRuns = async (
  { runs, clock, epoch }: ResumePorts,
  resumers: readonly Resumer[],
  signal: AbortSignal,
): Promise<void> => {
  for (const run of await runs.unfinished(signal)) {
    if (resumers.some((resumer) => resumer.resume(run))) continue;
    await runs.save(superseded(run, clock.now()), epoch, signal);
  }
};

const superseded = (run: Run, now: number): Run => ({
  ...run,
  state: "failed",
  error: { code: "superseded", message: "The service was restarted; another run has to take its place." },
  endedAt: now,
});
