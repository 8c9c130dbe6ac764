import type { Run } from "../sync/run.ts";
import type { ScheduleHistory } from "./schedule.ts";

/** A run has begun. */
export const begun = (history: ScheduleHistory, run: Run): ScheduleHistory => ({
  ...history,
  lastRunAt: run.startedAt,
  lastStatus: run.state,
  lastError: null,
  activeRunId: run.id,
});

/** A tick came to nothing; a run that is still under way goes on being counted. */
export const skipped = (history: ScheduleHistory, reason: string): ScheduleHistory => ({
  ...history,
  lastStatus: "skipped",
  lastError: reason,
});

/** The run that had begun is over. Only successful ones say how long a run takes. */
export const ended = (history: ScheduleHistory, run: Run): ScheduleHistory => {
  const isSuccess = run.state === "succeeded";
  const durationMs = Math.max(0, (run.endedAt ?? 0) - (run.startedAt ?? run.createdAt));
  return {
    ...history,
    runCount: history.runCount + 1,
    successCount: history.successCount + (isSuccess ? 1 : 0),
    successMs: history.successMs + (isSuccess ? durationMs : 0),
    lastStatus: run.state,
    lastError: run.error?.message ?? null,
    activeRunId: null,
  };
};

/** The run that had begun is nowhere to be found any more. */
export const lost = (history: ScheduleHistory): ScheduleHistory => ({ ...history, activeRunId: null });

export const historyOf = (schedule: ScheduleHistory): ScheduleHistory => {
  const { runCount, successCount, successMs, lastRunAt, lastStatus, lastError, activeRunId } = schedule;
  return { runCount, successCount, successMs, lastRunAt, lastStatus, lastError, activeRunId };
};
