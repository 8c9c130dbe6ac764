import { isFullSync, type Run } from "../domain/sync/run.ts";
import type { RunStore } from "./ports/run-store.ts";

/** The newest full syncs that are over; dry runs and skipped ones do not count. */
export type RunHistory = { lastFullSync: Run | null; lastSuccessfulFullSync: Run | null };

/** Of each kind; behind so many dry runs in a row an older one is not looked for. */
const runsReadMax = 20;

export const readRunHistory = async (runs: RunStore, signal: AbortSignal): Promise<RunHistory> => {
  const found: Run[] = [];
  for (const kind of ["initial", "full", "deep"] as const) {
    for (const state of ["succeeded", "failed", "cancelled"] as const)
      found.push(
        ...(await runs.list({ kind, state, schedule: null }, { limit: runsReadMax, cursor: null }, signal)).items,
      );
  }
  const history: RunHistory = { lastFullSync: null, lastSuccessfulFullSync: null };
  for (const run of found.toSorted((a, b) => a.createdAt - b.createdAt)) rememberRun(history, run);
  return history;
};

export const rememberRun = (history: RunHistory, run: Run): void => {
  if (run.dryRun || !isFullSync(run)) return;
  history.lastFullSync = run;
  if (run.state === "succeeded") history.lastSuccessfulFullSync = run;
};
