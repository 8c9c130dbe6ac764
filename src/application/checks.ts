import { newCheck } from "../domain/consistency/check.ts";
import type { Run } from "../domain/sync/run.ts";
import { type ConsistencyPorts, checkConsistency } from "./check-consistency.ts";
import { createCheckNotes, type NotesPorts } from "./check-notes.ts";
import { createCheckProgress } from "./check-progress.ts";
import { AppError } from "./errors.ts";
import { type NewRunPorts, newRun, type RunOrder } from "./new-run.ts";
import { retryTransient } from "./retry-transient.ts";
import { createRunSlot, type RunSlot, type RunSlotPorts, type RunWork } from "./run-slot.ts";

/** `id` and `schedule` as in `RunOrder`. */
export type CheckOrder = Omit<RunOrder, "kind">;

export type ChecksPorts = Omit<ConsistencyPorts, "progress" | "notes"> & NotesPorts & RunSlotPorts & NewRunPorts;

/** The consistency checks of one leader, one at a time. A check that is broken off is not resumed: the next one begins anew. */
export type Checks = Omit<RunSlot, "start" | "resume"> & {
  /** `run_active` while another runs; `conflict` before the ledger has been made whole for the first time. */
  start(order: CheckOrder): Promise<Run>;
};

export const createChecks = (ports: ChecksPorts, abandon: AbortSignal): Checks => {
  const slot = createRunSlot(ports, abandon);
  return {
    start: async (order) => {
      if (!ports.checkpoint().initialised) throw notWhole();
      return await slot.start(newRun({ ...order, kind: "consistency" }, ports), workOf(ports, abandon));
    },
    cancel: slot.cancel,
    active: slot.active,
    settled: slot.settled,
  };
};

const notWhole = (): AppError =>
  new AppError(
    "conflict",
    "The full sync that makes the ledger whole has not finished; a check would find it missing.",
  );

const workOf =
  (ports: ChecksPorts, abandon: AbortSignal): RunWork =>
  async (tracker, signal) => {
    const { checks, clock, epoch } = ports;
    const begun = newCheck(tracker.run().id, clock.now());
    const before = await retryTransient(ports, () => checks.latest(signal), signal);
    await retryTransient(ports, () => checks.save(begun, epoch, signal), signal);
    const notes = createCheckNotes(ports, begun, signal);
    try {
      const progress = createCheckProgress({ tracker, clock });
      await checkConsistency({ ...ports, notes, progress }, signal);
    } catch (error) {
      // A check that ends early says so, as far as anything can still be written.
      if (!abandon.aborted) await notes.end("incomplete", before, abandon);
      throw error;
    }
    await notes.end("complete", before, signal);
    return null;
  };
