import type { Run } from "../domain/sync/run.ts";
import type { Clock } from "./ports/clock.ts";
import type { Log } from "./ports/log.ts";

/** One line for a run that is over, or that this instance leaves to the next leader. */
export const tellRun = ({ log, clock }: { readonly log: Log; readonly clock: Clock }, run: Run): void => {
  const { id, kind, trigger, state, counts, schedule, startedAt, endedAt, error } = run;
  const { read, applied, unchanged, notPosted, failed, retracted, driftCorrected } = counts;
  log.info(state === "running" ? "a run is left to the next leader" : "a run is over", {
    run: id,
    kind,
    trigger,
    state,
    ...(schedule === null ? {} : { schedule: schedule.name }),
    ...(error === null ? {} : { code: error.code }),
    ...{ read, applied, unchanged, notPosted, failed, retracted, driftCorrected },
    durationMs: (endedAt ?? clock.now()) - (startedAt ?? run.createdAt),
  });
};
