import type { FailureFilter } from "../domain/sync/failure.ts";
import { type DocumentKey, type Failure, matchesFilter } from "../domain/sync/failure.ts";
import { addOutcomes, type Run, type RunTrigger } from "../domain/sync/run.ts";
import { type NewRunPorts, newRun } from "./new-run.ts";
import type { Resumer } from "./resume-runs.ts";
import { type KeepRetryingPorts, keepRetrying, retryChunkMax, retryTogether } from "./retry-failures.ts";
import { retryTransient } from "./retry-transient.ts";
import { createRunSlot, type RunSlot, type RunSlotPorts } from "./run-slot.ts";
import type { RunTracker } from "./run-tracker.ts";

export type RetryOrder = {
  readonly id?: string | undefined;
  readonly filter: FailureFilter;
  readonly trigger: RunTrigger;
  readonly actor: string;
};

/** The retries of one leader: the planned ones, one by a person's word, and many as a run. */
export type FailureRetries = Resumer &
  Omit<RunSlot, "start" | "resume"> & {
    /** Begins to make the planned retries; ends with the term. */
    keepRetrying(): void;
    /** The newest failures that wait for a person, as of the last look. */
    quarantined(): readonly DocumentKey[];
    /** Tries one again now; its record says what came of it. */
    retry(failure: Failure, actor: string): Promise<void>;
    /** `run_active` while another runs. */
    start(order: RetryOrder): Promise<Run>;
  };

export type FailureRetriesPorts = Omit<KeepRetryingPorts, "onQuarantined"> &
  Omit<RunSlotPorts, "onEnd" | "onCorrected"> &
  NewRunPorts;

export const createFailureRetries = (ports: FailureRetriesPorts, abandon: AbortSignal): FailureRetries => {
  // A retry corrects what was known to be wrong: that is no drift.
  const slot = createRunSlot({ ...ports, onEnd: () => Promise.resolve(), onCorrected: () => undefined }, abandon);
  const workOf = (filter: FailureFilter) => async (tracker: RunTracker, signal: AbortSignal) => {
    await retryAll(ports, filter, tracker, signal);
    return null;
  };
  let quarantined: readonly DocumentKey[] = [];
  const onQuarantined = (keys: readonly DocumentKey[]): void => {
    quarantined = keys;
  };
  let keeping: Promise<void> = Promise.resolve();
  return {
    keepRetrying: () => {
      keeping = keepRetrying({ ...ports, onQuarantined }, abandon);
    },
    quarantined: () => quarantined,
    retry: async (failure, actor) => void (await retryTogether(ports, [failure], { kind: "actor", actor }, abandon)),
    start: async ({ filter, ...order }) => {
      const run = newRun({ ...order, kind: "retry" }, ports);
      const begun: Run = { ...run, progress: { ...run.progress, phase: "failures" }, failureFilter: filter };
      return await slot.start(begun, workOf(filter));
    },
    resume: (run) => {
      if (run.kind !== "retry" || run.failureFilter === undefined || slot.active() !== null) return false;
      slot.resume(run, workOf(run.failureFilter));
      return true;
    },
    cancel: slot.cancel,
    active: slot.active,
    settled: async () => {
      await Promise.all([slot.settled(), keeping]);
    },
    cleared: slot.cleared,
  };
};

/** Open failures read together. */
const pageSize = 1_000;

/** Every open failure that the filter means, once, in the order of their keys. A resumed run goes on behind its last chunk. */
const retryAll = async (
  ports: FailureRetriesPorts,
  filter: FailureFilter,
  tracker: RunTracker,
  signal: AbortSignal,
): Promise<void> => {
  const pageAfter = (after: DocumentKey | null) =>
    retryTransient(ports, () => ports.ledger.openFailures(after, pageSize, signal), signal);
  // Safe: this kind of run records the keys of failures.
  let after = tracker.run().progress.after as DocumentKey | null;
  for (;;) {
    const page: readonly Failure[] = await pageAfter(after);
    if (page.length === 0) break;
    const meant = page.filter((failure) => matchesFilter(failure, filter));
    for (let start = 0; start < meant.length; start += retryChunkMax)
      await retryChunk(ports, meant.slice(start, start + retryChunkMax), tracker, signal);
    after = page.at(-1)?.key ?? after;
  }
  await tracker.update({ progress: { ...tracker.run().progress, phase: "done", after: null } });
};

const retryChunk = async (
  ports: FailureRetriesPorts,
  chunk: readonly Failure[],
  tracker: RunTracker,
  signal: AbortSignal,
): Promise<void> => {
  const result = await retryTogether(ports, chunk, { kind: "run", runId: tracker.run().id }, signal);
  const { progress, counts } = tracker.run();
  const read = { ...counts, read: counts.read + chunk.length };
  await tracker.update({
    progress: { ...progress, after: chunk.at(-1)?.key ?? progress.after, processed: progress.processed + chunk.length },
    counts: "outcomes" in result ? addOutcomes(read, result.outcomes) : read,
  });
};
