import { isOver, type Run } from "../domain/sync/run.ts";
import type { RunStore } from "./ports/run-store.ts";

/** The newest full syncs that are over; dry runs do not count. */
export type RunHistory = { lastFullSync: Run | null; lastSuccessfulFullSync: Run | null };

const kinds = ["initial", "full", "deep"] as const;

export const remember = (history: RunHistory, run: Run): void => {
  if (run.dryRun) return;
  history.lastFullSync = run;
  if (run.state === "succeeded") history.lastSuccessfulFullSync = run;
};

/** Runs of each kind looked at: the newest may be dry. */
const runsMax = 20;

export const readHistory = async ({
  runs,
  abandon: { signal },
}: {
  readonly runs: RunStore;
  readonly abandon: AbortController;
}): Promise<RunHistory> => {
  const history: RunHistory = { lastFullSync: null, lastSuccessfulFullSync: null };
  const found: Run[] = [];
  for (const kind of kinds) {
    for (const state of [null, "succeeded"] as const)
      found.push(...(await runs.list({ kind, state }, { limit: runsMax, cursor: null }, signal)).items);
  }
  for (const run of found.filter(isOver).sort((a, b) => a.createdAt - b.createdAt)) remember(history, run);
  return history;
};
