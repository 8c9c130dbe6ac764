import { formatClusterTime } from "../domain/cluster-time.ts";
import { type Check, isConsistent, summaryOf } from "../domain/consistency/check.ts";
import type { WireCheck, WireConsistency } from "./check.ts";
import { optionalTimeToWire, timeToWire } from "./time.ts";

const inconsistenciesOf = (check: Check): WireConsistency["inconsistencies"] =>
  summaryOf(check).map(({ rule, description, count, severity }) => ({ type: rule, description, count, severity }));

/** A complete check as the seed tells it. */
export const consistencyToWire = (check: Check): WireConsistency => ({
  isConsistent: isConsistent(check),
  checkedAt: timeToWire(check.endedAt ?? check.startedAt),
  asOf: check.asOf === null ? null : formatClusterTime(check.asOf.to),
  inconsistencies: inconsistenciesOf(check),
  checkId: check.id,
});

export const checkToWire = (check: Check): WireCheck => ({
  id: check.id,
  state: check.state,
  isConsistent: check.state === "complete" ? isConsistent(check) : null,
  startedAt: timeToWire(check.startedAt),
  endedAt: optionalTimeToWire(check.endedAt),
  asOf: check.asOf === null ? null : { from: formatClusterTime(check.asOf.from), to: formatClusterTime(check.asOf.to) },
  looked: { ...check.looked },
  findings: check.findings,
  inconsistencies: inconsistenciesOf(check),
  unsettled: check.unsettled,
  followsStream: check.followsStream,
  isTruncated: check.isTruncated,
  criticalSince: optionalTimeToWire(check.criticalSince),
});
