import { newCheck } from "../domain/consistency/check.ts";
import { type ConsistencyPorts, checkConsistency } from "./check-consistency.ts";
import { createCheckNotes, type NotesPorts } from "./check-notes.ts";
import type { CheckProgress } from "./check-progress.ts";
import { retryTransient } from "./retry-transient.ts";

export type VerifyPorts = Omit<ConsistencyPorts, "notes" | "progress" | "maxRowsPerSecond"> &
  NotesPorts & {
    readonly newToken: () => string;
    readonly onError: (error: unknown) => void;
    /** 0 = never looks. */
    readonly verifyRowsPerSecond: number;
    /** Absent: the usual. Unit: ms. */
    readonly verifyPauseMs?: number;
  };

/** Between two rounds, and before the first: a small ledger need not be read without end. Unit: ms. */
const usualPauseMs = 10 * 60_000;

/**
 * Goes over everything again and again, slowly, for as long as this instance leads. Each whole round is a report like that of
 * a check that somebody asked for, so that the newest one is never old. Writes nothing to the ledger.
 */
export const verifyContinuously = async (ports: VerifyPorts, signal: AbortSignal): Promise<void> => {
  if (ports.verifyRowsPerSecond === 0) return;
  while (!signal.aborted) {
    try {
      await ports.clock.sleep(ports.verifyPauseMs ?? usualPauseMs, signal);
      if (ports.checkpoint().initialised) await verifyOnce(ports, signal);
    } catch (error) {
      // A round that fails says nothing; the next one begins anew.
      if (!signal.aborted) ports.onError(error);
    }
  }
};

const verifyOnce = async (ports: VerifyPorts, signal: AbortSignal): Promise<void> => {
  const begun = newCheck(ports.newToken(), ports.clock.now());
  const before = await retryTransient(ports, () => ports.checks.latest(signal), signal);
  const notes = createCheckNotes(ports, begun, signal);
  await checkConsistency({ ...ports, notes, progress: untold, maxRowsPerSecond: ports.verifyRowsPerSecond }, signal);
  await notes.end("complete", before, signal);
};

/** There is no run to tell it. */
const untold: CheckProgress = { enter: () => Promise.resolve(), passed: () => Promise.resolve() };
