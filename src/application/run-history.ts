import { isOver, type Run, type RunKind } from "../domain/sync/run.ts";
import type { RunStore } from "./ports/run-store.ts";

/** The newest full syncs that are over; dry runs do not count. */
export type RunHistory = { lastFullSync: Run | null; lastSuccessfulFullSync: Run | null };

const fullKinds: readonly RunKind[] = ["initial", "full", "deep"];
/** Newest runs looked at, per kind: some of them may be dry runs. */
const page = { limit: 20, cursor: null };

export const rememberRun = (history: RunHistory, run: Run): void => {
  if (run.dryRun) return;
  history.lastFullSync = run;
  if (run.state === "succeeded") history.lastSuccessfulFullSync = run;
};

export const readRunHistory = async (runs: RunStore, signal: AbortSignal): Promise<RunHistory> => {
  const history: RunHistory = { lastFullSync: null, lastSuccessfulFullSync: null };
  const questions = fullKinds.flatMap((kind) => [
    { kind, state: null },
    { kind, state: "succeeded" as const },
  ]);
  const pages = await Promise.all(questions.map((filter) => runs.list(filter, page, signal)));
  const over = pages.flatMap(({ items }) => items).filter(isOver);
  for (const run of over.toSorted((a, b) => a.createdAt - b.createdAt)) rememberRun(history, run);
  return history;
};
