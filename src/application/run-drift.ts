import type { DocumentKey } from "../domain/sync/failure.ts";
import { isOver, type Run } from "../domain/sync/run.ts";
import type { RunStore } from "./ports/run-store.ts";
import { type UntilDonePorts, untilDone } from "./until-done.ts";

/** Documents named in a run. */
const driftNamedMax = 100;

/** What proved to be drift, with the runs that corrected it. The stream tells it after the fact: often when the run is long over. */
export type RunDrift = {
  found(runId: string, keys: readonly DocumentKey[]): void;
  /** The run is over and saved: what was found of it until now is added. */
  ended(run: Run): Promise<Run>;
};

export type RunDriftPorts = UntilDonePorts & { readonly runs: RunStore; readonly epoch: bigint };

export const createRunDrift = (ports: RunDriftPorts, signal: AbortSignal): RunDrift => {
  const waiting = new Map<string, readonly DocumentKey[]>();
  let writing: Promise<unknown> = Promise.resolve();

  /** One after the other: each begins from what the one before it has stored. */
  const write = (runId: string): Promise<Run | null> => {
    const written = writing.then(() => untilDone(ports, () => addTo(runId), signal));
    writing = written.catch(() => undefined);
    return written;
  };
  const addTo = async (runId: string): Promise<Run | null> => {
    const keys = waiting.get(runId) ?? [];
    if (keys.length === 0) return null;
    const run = await ports.runs.get(runId, signal);
    // While it runs it is its own; its end comes back to this.
    if (run === null || !isOver(run)) return null;
    const added = withDrift(run, keys);
    await ports.runs.save(added, ports.epoch, signal);
    const since = waiting.get(runId)?.slice(keys.length) ?? [];
    if (since.length > 0) waiting.set(runId, since);
    else waiting.delete(runId);
    return added;
  };

  return {
    found: (runId, keys) => {
      if (keys.length === 0) return;
      waiting.set(runId, [...(waiting.get(runId) ?? []), ...keys]);
      // The end of the term is no failure of this.
      write(runId).catch(() => undefined);
    },
    ended: async (run) => (await write(run.id)) ?? run,
  };
};

/** `run` with `keys` counted, and the newest of them named. */
export const withDrift = (run: Run, keys: readonly DocumentKey[]): Run => ({
  ...run,
  counts: { ...run.counts, driftCorrected: run.counts.driftCorrected + keys.length },
  drift: [...run.drift, ...keys].slice(-driftNamedMax),
});
