import type { SourceCollection } from "../domain/source/source-cut.ts";
import type { SyncStats } from "../domain/sync/sync-status.ts";
import { roundingToWire } from "./rounding-to-wire.ts";
import type { WireStats } from "./stats.ts";
import { optionalTimeToWire, timeToWire } from "./time.ts";
import { totalsOf } from "./totals-of.ts";

/** The statistics as an answer says them. */
export const statsToWire = (stats: SyncStats): WireStats => ({
  ...totalsOf(stats.status),
  counters: { ...stats.status.tally },
  lag: stats.lag === null ? null : { p50Ms: stats.lag.p50, p95Ms: stats.lag.p95, p99Ms: stats.lag.p99 },
  eventsPerSecond: stats.eventsPerSecond,
  byCollection: { ...stats.byCollection },
  collections: {
    payments: collectionToWire(stats, "payments"),
    properties: collectionToWire(stats, "properties"),
    owners: collectionToWire(stats, "owners"),
  },
  openFailures: stats.status.openFailures,
  rounding: roundingToWire(stats.rounding),
  noiseTaken: stats.noiseTaken,
  errors: stats.errors.map(({ at, code, message }) => ({ at: timeToWire(at), code, message })),
  observedAt: optionalTimeToWire(stats.status.leader.observedAt),
});

const collectionToWire = (
  { byCollection, collections }: SyncStats,
  name: SourceCollection,
): WireStats["collections"][SourceCollection] => ({
  changes: byCollection[name],
  lastChangeAt: optionalTimeToWire(collections[name].lastChangeAt),
  lagMs: collections[name].lagMs,
});
