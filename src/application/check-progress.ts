import type { RunPhase } from "../domain/sync/run.ts";
import type { Clock } from "./ports/clock.ts";
import type { RunTracker } from "./run-tracker.ts";

/** A check does not go on where it was, so that its progress is written for people: now and then is enough. Unit: ms. */
const saveEveryMs = 1_000;

/** How far a check is, as its run tells. */
export type CheckProgress = {
  enter(phase: RunPhase, total: number | null): Promise<void>;
  passed(documents: number): Promise<void>;
};

export const createCheckProgress = ({ tracker, clock }: { tracker: RunTracker; clock: Clock }): CheckProgress => {
  let processed = 0;
  let savedAt = clock.monotonic();
  const save = async (phase: RunPhase, total: number | null): Promise<void> => {
    savedAt = clock.monotonic();
    const { counts } = tracker.run();
    await tracker.update({
      progress: { phase, after: null, processed, total },
      counts: { ...counts, read: processed },
    });
  };
  return {
    enter: (phase, total) => save(phase, total ?? tracker.run().progress.total),
    passed: async (documents) => {
      processed += documents;
      const { phase, total } = tracker.run().progress;
      if (clock.monotonic() - savedAt >= saveEveryMs) await save(phase, total);
    },
  };
};
