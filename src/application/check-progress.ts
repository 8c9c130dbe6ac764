import { beginningOf, type CheckPhase, type CheckPlace } from "../domain/consistency/check.ts";
import type { RunPhase } from "../domain/sync/run.ts";
import type { CheckNotes } from "./check-notes.ts";
import type { Clock } from "./ports/clock.ts";
import type { RunTracker } from "./run-tracker.ts";

/** What has been looked at since is looked at again after a restart. Unit: ms. */
const saveEveryMs = 1_000;

/** How far a check is: for its run, and for whoever has to go on with it. */
export type CheckProgress = {
  /** Where this phase begins: at its start, or where it was broken off. */
  enter(phase: CheckPhase): Promise<CheckPlace>;
  /** Everything up to this place has been looked at. */
  passed(place: CheckPlace): Promise<void>;
  done(): Promise<void>;
};

export type ProgressPorts = {
  readonly notes: CheckNotes;
  readonly clock: Clock;
  /** Null where no run has to be told. */
  readonly tracker: RunTracker | null;
};

export const createCheckProgress = ({ notes, clock, tracker }: ProgressPorts): CheckProgress => {
  let savedAt = clock.monotonic();
  const tell = async (phase: RunPhase): Promise<void> => {
    if (tracker === null) return;
    const { looked, total } = notes.check();
    const processed = looked.properties + looked.payments;
    const { counts } = tracker.run();
    const progress = { phase, after: null, processed, total };
    await tracker.update({ progress, counts: { ...counts, read: processed } });
  };
  const save = async (place: CheckPlace): Promise<void> => {
    savedAt = clock.monotonic();
    await notes.save();
    await tell(place.phase);
  };
  return {
    enter: async (phase) => {
      const known = notes.check().place;
      const place = known?.phase === phase ? known : beginningOf(phase);
      notes.at({ place });
      await save(place);
      return place;
    },
    passed: async (place) => {
      notes.at({ place });
      if (clock.monotonic() - savedAt >= saveEveryMs) await save(place);
    },
    done: () => tell("done"),
  };
};
