import { type Check, isResumable, newCheck } from "../domain/consistency/check.ts";
import type { Run, RunError } from "../domain/sync/run.ts";
import { type ConsistencyPorts, checkConsistency } from "./check-consistency.ts";
import { type CheckNotes, createCheckNotes, type NotesPorts, resumeCheckNotes } from "./check-notes.ts";
import { createCheckProgress } from "./check-progress.ts";
import { AppError } from "./errors.ts";
import { type NewRunPorts, newRun, type RunOrder } from "./new-run.ts";
import type { Resumer } from "./resume-runs.ts";
import { retryTransient } from "./retry-transient.ts";
import { createRunSlot, type RunSlot, type RunSlotPorts, type RunWork } from "./run-slot.ts";
import { untilAborted } from "./until-aborted.ts";

/** `id` and `schedule` as in `RunOrder`. */
export type CheckOrder = Omit<RunOrder, "kind">;

export type ChecksPorts = Omit<ConsistencyPorts, "progress" | "notes"> &
  NotesPorts &
  RunSlotPorts &
  NewRunPorts & {
    /** Resolves once the stream follows: until then, what has changed meanwhile would pass for a difference. */
    readonly mayResume: Promise<void>;
  };

/** The consistency checks of one leader, one at a time. One that is broken off goes on, under the next leader, where it was. */
export type Checks = Resumer &
  Omit<RunSlot, "start" | "resume"> & {
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
    resume: (run) => {
      if (run.kind !== "consistency" || run.projectionId !== ports.projectionId || slot.active() !== null) return false;
      const work = workOf(ports, abandon);
      slot.resume(run, async (tracker, signal) => {
        await Promise.race([ports.mayResume, untilAborted(signal)]);
        signal.throwIfAborted();
        return work(tracker, signal);
      });
      return true;
    },
    cancel: slot.cancel,
    active: slot.active,
    settled: slot.settled,
    cleared: slot.cleared,
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
    const { checks, clock } = ports;
    const { id } = tracker.run();
    const before = await retryTransient(ports, () => checks.latest(signal), signal);
    const known = await retryTransient(ports, () => checks.get(id, signal), signal);
    const notes = await notesOf(ports, known, id, signal);
    try {
      if (known !== null && !isResumable(known, clock.now(), ports.projectionId))
        return await giveUp(notes, before, signal);
      const progress = createCheckProgress({ notes, tracker, clock });
      await checkConsistency({ ...ports, notes, progress }, signal);
    } catch (error) {
      // A check that ends early says so, as far as anything can still be written.
      if (!abandon.aborted) await notes.end("incomplete", before, abandon);
      throw error;
    }
    await notes.end("complete", before, signal);
    return null;
  };

/** Of a run that begins, and of one that was broken off before its check was written down, there is none yet. */
const notesOf = async (
  ports: ChecksPorts,
  known: Check | null,
  id: string,
  signal: AbortSignal,
): Promise<CheckNotes> => {
  if (known !== null) return await resumeCheckNotes(ports, known, signal);
  const { clock, projectionId } = ports;
  return createCheckNotes(ports, newCheck(id, clock.now(), { isContinuous: false, projectionId }), signal);
};

const giveUp = async (notes: CheckNotes, before: Check | null, signal: AbortSignal): Promise<RunError> => {
  await notes.end("incomplete", before, signal);
  return { code: "superseded", message: "It was broken off too long ago to be gone on with; start another check." };
};
