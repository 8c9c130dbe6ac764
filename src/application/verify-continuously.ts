import { isResumable, newCheck } from "../domain/consistency/check.ts";
import { type ConsistencyPorts, checkConsistency } from "./check-consistency.ts";
import { type CheckNotes, createCheckNotes, type NotesPorts, resumeCheckNotes } from "./check-notes.ts";
import { createCheckProgress } from "./check-progress.ts";
import { retryTransient } from "./retry-transient.ts";

export type VerifyPorts = Omit<ConsistencyPorts, "notes" | "progress" | "maxRowsPerSecond"> &
  NotesPorts & {
    readonly newToken: () => string;
    readonly projectionId: string;
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
  const pauseMs = ports.verifyPauseMs ?? usualPauseMs;
  for (let round = goOn; !signal.aborted; round = nextRound) {
    try {
      await round(ports, signal);
    } catch (error) {
      // A round that fails says nothing; the next one begins anew.
      if (!signal.aborted) ports.onError(error);
    }
    // Only the end of the term wakes it early.
    await ports.clock.sleep(pauseMs, signal).catch(() => undefined);
  }
};

const nextRound = async (ports: VerifyPorts, signal: AbortSignal): Promise<void> => {
  if (!ports.checkpoint().initialised) return;
  const { clock, projectionId } = ports;
  const begun = newCheck(ports.newToken(), clock.now(), { isContinuous: true, projectionId });
  await verifyOnce(ports, createCheckNotes(ports, begun, signal), signal);
};

/** Goes on with the round that the previous leader left; any other that says it runs is ended. */
const goOn = async (ports: VerifyPorts, signal: AbortSignal): Promise<void> => {
  const [newest, ...older] = await retryTransient(ports, () => ports.checks.unfinishedRounds(signal), signal);
  const isNewestGood = newest !== undefined && isResumable(newest, ports.clock.now(), ports.projectionId);
  for (const left of isNewestGood ? older : [newest, ...older]) {
    if (left !== undefined) await createCheckNotes(ports, left, signal).end("incomplete", null, signal);
  }
  if (isNewestGood) await verifyOnce(ports, await resumeCheckNotes(ports, newest, signal), signal);
};

const verifyOnce = async (ports: VerifyPorts, notes: CheckNotes, signal: AbortSignal): Promise<void> => {
  const before = await retryTransient(ports, () => ports.checks.latest(signal), signal);
  const progress = createCheckProgress({ ...ports, notes, tracker: null });
  try {
    await checkConsistency({ ...ports, notes, progress, maxRowsPerSecond: ports.verifyRowsPerSecond }, signal);
  } catch (error) {
    // With the right to write gone, the round is the next leader's.
    if (!signal.aborted) await notes.end("incomplete", before, signal);
    throw error;
  }
  await notes.end("complete", before, signal);
};
