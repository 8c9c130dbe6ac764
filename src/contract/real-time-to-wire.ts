import { formatClusterTime } from "../domain/cluster-time.ts";
import type { SyncStatus } from "../domain/sync/sync-status.ts";
import type { WireRealTime } from "./real-time.ts";
import { optionalTimeToWire } from "./time.ts";

/** Real-time sync as an answer says it; `position` is a cluster time, `<seconds>.<increment>`. */
export const realTimeToWire = (realTime: SyncStatus["realTime"]): WireRealTime => ({
  isRunning: realTime.isRunning,
  lastSync: optionalTimeToWire(realTime.lastSyncAt),
  wanted: realTime.wanted,
  state: realTime.state,
  mode: realTime.mode,
  polling: pollingToWire(realTime.polling),
  lagMs: realTime.lagMs,
  position: realTime.position === null ? null : formatClusterTime(realTime.position),
  error: realTime.error === null ? null : { code: realTime.error.code, message: realTime.error.message },
});

const pollingToWire = (polling: SyncStatus["realTime"]["polling"]): WireRealTime["polling"] =>
  polling && {
    pollSeconds: polling.pollEveryMs / 1_000,
    sweepSeconds: polling.sweepEveryMs / 1_000,
    sweptAt: optionalTimeToWire(polling.sweptAt),
  };
