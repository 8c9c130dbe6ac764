import { type Checkpoint, isGapOpen } from "../domain/sync/checkpoint.ts";
import { isFullSync, type Run, type RunError, type RunKind } from "../domain/sync/run.ts";
import { type NewRunPorts, newRun, type RunOrder } from "./new-run.ts";
import type { Resumer } from "./resume-runs.ts";
import { type FullSyncEnd, type FullSyncPorts, runFullSync } from "./run-full-sync.ts";
import { createRunSlot, type RecordedRunSlot, type RunSlotPorts, type RunWork } from "./run-slot.ts";

export type FullSyncOrder = RunOrder & {
  readonly kind: Extract<RunKind, "initial" | "full" | "deep">;
  readonly dryRun: boolean;
  /** The run whose retractions a person has confirmed. */
  readonly confirms: Run | null;
};

export type FullSyncsPorts = Omit<FullSyncPorts, "tracker"> & RunSlotPorts & NewRunPorts;

/** The full syncs of one leader, one at a time. */
export type FullSyncs = Resumer &
  Omit<RecordedRunSlot, "start" | "resume"> & {
    /** `run_active` while another runs. */
    start(order: FullSyncOrder): Promise<Run>;
  };

export const createFullSyncs = (ports: FullSyncsPorts, abandon: AbortSignal): FullSyncs => {
  const slot = createRunSlot(ports, abandon);
  const work: RunWork = async (tracker, signal) => runErrorOf(await runFullSync({ ...ports, tracker }, signal));
  return {
    start: async (order) => slot.start(newFullSync(order, ports), work),
    resume: (run) => {
      if (!isFullSync(run) || slot.active() !== null || !isResumable(run, ports)) return false;
      slot.resume(run, work);
      return true;
    },
    cancel: slot.cancel,
    active: slot.active,
    recorded: slot.recorded,
    settled: slot.settled,
    cleared: slot.cleared,
  };
};

const runErrorOf = (end: FullSyncEnd): RunError | null =>
  end.kind === "succeeded" ? null : { code: "needs_confirmation", message: end.reason };

const isResumable = (run: Run, { projectionId, checkpoint }: FullSyncsPorts): boolean =>
  run.projectionId === projectionId && run.reading === checkpoint().reading;

const newFullSync = ({ confirms, dryRun, ...order }: FullSyncOrder, ports: FullSyncsPorts): Run => {
  const run = { ...newRun(order, ports), dryRun };
  if (confirms === null) return run;
  const isCountedNext = hasFirstPass(confirms, run.reading, ports.projectionId);
  return {
    ...run,
    confirmed: true,
    resumedFrom: confirms.id,
    ...(isCountedNext ? { progress: { ...run.progress, phase: "count" }, orphansCounted: false } : {}),
  };
};

/** What is confirmed is the second pass; the first counts as made where that run has written it, for what is asked now. */
const hasFirstPass = (confirmed: Run, reading: number, projectionId: string): boolean =>
  !confirmed.dryRun && confirmed.reading === reading && confirmed.projectionId === projectionId;

/** Everything that the stream's present reading does not show, the run has shown. */
export const provesCoverage = (run: Run, checkpoint: Checkpoint): boolean => {
  const isBrokenOff = checkpoint.position === null && isGapOpen(checkpoint);
  return run.state === "succeeded" && !run.dryRun && run.reading === checkpoint.reading && !isBrokenOff;
};
