import type { SyncStatus } from "../domain/sync/sync-status.ts";
import type { WireTotals } from "./status.ts";
import { optionalTimeToWire } from "./time.ts";

type Source = Pick<SyncStatus, "tally" | "lastSuccessfulFullSync" | "realTime">;

/** The seed's totals: the changes of the stream and the documents of the last full sync; an error is one that could not be projected. */
export const totalsOf = ({ tally, lastSuccessfulFullSync, realTime }: Source): WireTotals => {
  const totalSynced = tally.events + (lastSuccessfulFullSync?.counts.read ?? 0);
  const errorCount = tally.failed + (lastSuccessfulFullSync?.counts.failed ?? 0);
  return {
    totalSynced,
    successCount: totalSynced - errorCount,
    errorCount,
    lastSyncTime: optionalTimeToWire(latest(realTime.lastSyncAt, lastSuccessfulFullSync?.endedAt ?? null)),
    syncDuration: durationMsOf(lastSuccessfulFullSync),
  };
};

const latest = (a: number | null, b: number | null): number | null =>
  a !== null && b !== null ? Math.max(a, b) : (a ?? b);

const durationMsOf = (run: SyncStatus["lastSuccessfulFullSync"]): number =>
  run === null || run.startedAt === null || run.endedAt === null ? 0 : run.endedAt - run.startedAt;
