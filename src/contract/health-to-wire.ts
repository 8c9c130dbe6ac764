import { isConsistent } from "../domain/consistency/check.ts";
import type { HealthReport } from "../domain/sync/health-report.ts";
import type { WireHealth } from "./health.ts";
import { scheduledToWire } from "./scheduled-to-wire.ts";
import { optionalTimeToWire, timeToWire } from "./time.ts";
import { verificationToWire } from "./verification-to-wire.ts";

/** The verdict as an answer says it. */
export const healthToWire = ({ health, status, checkedAt, check }: HealthReport): WireHealth => {
  const { isRunning, nextRun } = scheduledToWire(status.scheduled);
  return {
    status: health.status,
    reasons: health.reasons.map(({ code, severity, message, action }) => ({ code, severity, message, action })),
    realTime: { isRunning: status.realTime.isRunning, lastSync: optionalTimeToWire(status.realTime.lastSyncAt) },
    scheduled: { isRunning, nextRun },
    dataConsistency: consistencyOf(check),
    verification: verificationToWire(status.verification),
    checks: {
      realTime: status.realTime.state,
      lagMs: status.realTime.lagMs,
      openFailures: status.openFailures,
      isLeader: status.leader.isLeader,
      observedAt: optionalTimeToWire(status.leader.observedAt),
    },
    timestamp: timeToWire(checkedAt),
  };
};

const consistencyOf = (check: HealthReport["check"]): WireHealth["dataConsistency"] =>
  check === null
    ? { isConsistent: null, issueCount: null, checkedAt: null }
    : { isConsistent: isConsistent(check), issueCount: check.findings, checkedAt: optionalTimeToWire(check.endedAt) };
