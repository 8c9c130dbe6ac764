import type { HealthReport } from "../../domain/sync/health-report.ts";
import type { SyncStatus } from "../../domain/sync/sync-status.ts";

/** Reasons whose words come from errors, or name documents: of whatever company. */
const tellingCodes: ReadonlySet<string> = new Set(["quarantined_failures", "real_time_failed", "real_time_error"]);

/** The verdict without what names documents or repeats an error's own words. */
export const healthForCompany = (report: HealthReport): HealthReport => ({
  ...report,
  status: statusForCompany(report.status),
  check: report.check === null ? null : { ...report.check, place: null },
  health: {
    ...report.health,
    reasons: report.health.reasons.map((reason) =>
      tellingCodes.has(reason.code) ? { ...reason, message: untold } : reason,
    ),
  },
});

export const statusForCompany = (status: SyncStatus): SyncStatus => {
  const { error } = status.realTime;
  return {
    ...status,
    realTime: { ...status.realTime, error: error === null ? null : { code: error.code, message: untold } },
    lastFullSync: withoutKeys(status.lastFullSync),
    lastSuccessfulFullSync: withoutKeys(status.lastSuccessfulFullSync),
    activeRun: withoutKeys(status.activeRun),
  };
};

const untold = "The details may name documents of other companies; the credentials are bound to one.";

const withoutKeys = (run: SyncStatus["activeRun"]): SyncStatus["activeRun"] =>
  run === null ? null : { ...run, drift: [], progress: { ...run.progress, after: null } };
