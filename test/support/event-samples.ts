import { documentKey } from "../../src/domain/sync/failure.ts";
import { type History, historyPointMs } from "../../src/domain/sync/history.ts";
import { newsOfRun, type SyncEvent, type ToldEvent } from "../../src/domain/sync/sync-event.ts";
import { propertyId, sampleManualRow, sampleNow, sampleRow, sampleRun } from "./http-samples.ts";

const counts = { applied: 2, unchanged: 1, failed: 0 };
const none = { applied: 0, unchanged: 0, failed: 0 };

const touched = [{ propertyId, companyId: sampleRow.companyId }];

const oneOfEach: readonly SyncEvent[] = [
  { type: "resync", data: { reason: "subscribed" } },
  {
    type: "commit",
    data: {
      commits: 1,
      collections: { payments: counts, properties: none, owners: none },
      retracted: 1,
      lagMs: 84,
      position: "1704067200.3",
      touched,
      isMore: false,
    },
  },
  newsOfRun(sampleRun),
  {
    type: "health",
    data: {
      status: "degraded",
      reasons: [{ code: "open_failures", severity: "degraded", message: "2 documents fail.", action: "Look at them." }],
    },
  },
  { type: "realTime", data: { state: "live", isRunning: true, wanted: true, error: null } },
  { type: "schedule", data: { change: "skipped", name: "nightly", runId: "r7", reason: "Run r6 is still active." } },
  { type: "failure", data: { change: "opened", count: 1, keys: [documentKey("properties", propertyId)] } },
  {
    type: "check",
    data: { checkId: "c1", state: "complete", findings: 2, bySeverity: { critical: 1, high: 0, medium: 1, low: 0 } },
  },
  { type: "ledgerEntry", data: { change: "entered", rowId: sampleManualRow.id, propertyId, companyId: null } },
];

/** One of each kind, numbered from 41 on. */
export const sampleEvents: readonly ToldEvent[] = oneOfEach.map((event, index) => ({
  id: 41 + index,
  at: sampleNow,
  ...event,
}));

const calm = { changes: { payments: 0, properties: 0, owners: 0 }, failed: 0, errors: 0 };

/** Thirty seconds: busy, idle, and ten in which nobody led. */
export const sampleHistory: History = {
  window: "15m",
  from: sampleNow - 3 * historyPointMs,
  to: sampleNow,
  stepMs: historyPointMs,
  stretches: [
    {
      at: sampleNow - 3 * historyPointMs,
      kind: "busy",
      knownMs: historyPointMs,
      lagMs: 84,
      changes: { payments: 12, properties: 1, owners: 0 },
      failed: 1,
      errors: 0,
    },
    { at: sampleNow - 2 * historyPointMs, kind: "idle", knownMs: historyPointMs, lagMs: 0, ...calm },
    { at: sampleNow - historyPointMs, kind: "gap", knownMs: 0, lagMs: null, ...calm },
  ],
};
