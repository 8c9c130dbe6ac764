import type { Run, RunKind, RunState } from "../domain/sync/run.ts";
import type { RunStore } from "./ports/run-store.ts";

/** The newest full syncs that are over; dry runs and skipped ones do not count. */
export type RunHistory = { lastFullSync: Run | null; lastSuccessfulFullSync: Run | null };

const fullSyncKinds: readonly RunKind[] = ["initial", "full", "deep"];
const endings: readonly RunState[] = ["succeeded", "failed", "cancelled"];
/** As many dry runs in a row may hide the one before them. */
const looksBack = 20;

/** Runs of other kinds may lie between in any number: each kind and ending is asked for by itself. */
export const readHistory = async (runs: RunStore, signal: AbortSignal): Promise<RunHistory> => {
  const found: Run[] = [];
  for (const kind of fullSyncKinds) {
    for (const state of endings) {
      const { items } = await runs.list({ kind, state }, { limit: looksBack, cursor: null }, signal);
      found.push(...items);
    }
  }
  const history: RunHistory = { lastFullSync: null, lastSuccessfulFullSync: null };
  for (const run of found.sort((a, b) => a.createdAt - b.createdAt)) remember(history, run);
  return history;
};

export const remember = (history: RunHistory, run: Run): void => {
  if (run.dryRun) return;
  history.lastFullSync = run;
  if (run.state === "succeeded") history.lastSuccessfulFullSync = run;
};
