import type { Db } from "mongodb";
import type { SyncStatus } from "../../src/domain/sync/sync-status.ts";
import { until } from "./until.ts";

export type SweptDatabases = { readonly main: Db; readonly accounting: Db };

/** Resolves when everything written to a standalone main database so far was found by a whole sweep and is committed. */
export const settledBySweep = async (
  { main, accounting }: SweptDatabases,
  statusOf: () => Promise<SyncStatus>,
  timeoutMs = 30_000,
): Promise<void> => {
  const { localTime } = await main.command({ hello: 1 });
  await until(
    "a whole sweep has found what was written",
    async () => {
      const { realTime, activeRun } = await statusOf();
      const isFound = (realTime.polling?.sweptAt ?? 0) > localTime.getTime();
      return isFound && realTime.state === "live" && realTime.lagMs === 0 && activeRun === null && isQuiet(accounting);
    },
    timeoutMs,
  );
};

const isQuiet = async (accounting: Db): Promise<boolean> =>
  (await accounting.collection("sync_runs").countDocuments({ state: { $in: ["queued", "running"] } })) === 0;
