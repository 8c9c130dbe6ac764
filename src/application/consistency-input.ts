import { type Check, isConsistent } from "../domain/consistency/check.ts";
import type { HealthInput } from "../domain/sync/health.ts";

/** What health asks of the newest complete check. */
export const consistencyOf = (check: Check, now: number): NonNullable<HealthInput["consistency"]> => ({
  ageMs: now - (check.endedAt ?? check.startedAt),
  isConsistent: isConsistent(check),
  findings: check.findings,
  criticalForMs: check.criticalSince === null ? null : now - check.criticalSince,
});
