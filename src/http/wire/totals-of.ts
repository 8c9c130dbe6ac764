import type { WireTotals } from "../../contract/status.ts";
import { optionalTimeToWire } from "../../contract/time.ts";
import type { SyncStatus } from "./sync-status.ts";

type Source = Pick<SyncStatus, "tally" | "lastFullSync" | "realTime">;

/** The seed's totals: the changes of the stream and the documents of the last full sync; an error is one that could not be projected. */
export const totalsOf = ({ tally, lastFullSync, realTime }: Source): WireTotals => {
  const totalSynced = tally.events + (lastFullSync?.counts.read ?? 0);
  const errorCount = tally.failed + (lastFullSync?.counts.failed ?? 0);
  return {
    totalSynced,
    successCount: totalSynced - errorCount,
    errorCount,
    lastSyncTime: optionalTimeToWire(latest(realTime.lastSyncAt, lastFullSync?.endedAt ?? null)),
    syncDuration: durationMsOf(lastFullSync),
  };
};

const latest = (a: number | null, b: number | null): number | null =>
  a !== null && b !== null ? Math.max(a, b) : (a ?? b);

const durationMsOf = (run: SyncStatus["lastFullSync"]): number =>
  run === null || run.startedAt === null || run.endedAt === null ? 0 : run.endedAt - run.startedAt;
