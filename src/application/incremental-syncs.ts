import type { Run } from "../domain/sync/run.ts";
import { type NewRunPorts, newRun, type RunOrder } from "./new-run.ts";
import type { Resumer } from "./resume-runs.ts";
import { type IncrementalSyncPorts, runIncrementalSync } from "./run-incremental-sync.ts";
import { createRunSlot, type RunSlot, type RunSlotPorts, type RunWork } from "./run-slot.ts";

export type IncrementalSyncsPorts = IncrementalSyncPorts & Omit<RunSlotPorts, "onEnd" | "onCorrected"> & NewRunPorts;

/** The incremental syncs of one leader, one at a time. */
export type IncrementalSyncs = Resumer &
  Omit<RunSlot, "start" | "resume"> & {
    /** `run_active` while another runs. */
    start(order: RunOrder): Promise<Run>;
  };

export const createIncrementalSyncs = (ports: IncrementalSyncsPorts, abandon: AbortSignal): IncrementalSyncs => {
  const nothing = { onEnd: () => Promise.resolve(), onCorrected: () => undefined };
  const slot = createRunSlot({ ...ports, ...nothing }, abandon);
  const work: RunWork = (tracker, signal) => runIncrementalSync(ports, tracker, signal);
  return {
    start: async (order) => {
      const run = newRun({ ...order, kind: "incremental" }, ports);
      const begun: Run = { ...run, progress: { ...run.progress, phase: "changes" } };
      return await slot.start(begun, work);
    },
    // It begins anew: up to then is further than it was to go.
    resume: (run) => {
      if (run.kind !== "incremental" || slot.active() !== null) return false;
      slot.resume(run, work);
      return true;
    },
    cancel: slot.cancel,
    active: slot.active,
    settled: slot.settled,
    cleared: slot.cleared,
  };
};
