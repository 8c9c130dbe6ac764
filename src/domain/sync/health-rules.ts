import type { HealthInput } from "./health-input.ts";
import type { Rule } from "./health-rule.ts";
import { databaseRules, isOverload } from "./health-rules-of-databases.ts";

export type { Rule } from "./health-rule.ts";

/** A difference in money that nobody has mended by then is an alarm. Unit: ms. */
export const criticalMaxMs = 15 * 60_000;
/** A weekly check that did not run is noticed a day later. Unit: ms. */
export const checkAgeMaxMs = 8 * 24 * 60 * 60_000;

/** Above this the ledger is no longer "in real time". Unit: ms. */
export const lagDegradedMs = 60_000;

/** Every reason there is to be less than healthy, the gravest kinds first. */
export const healthRules: readonly Rule[] = [
  {
    code: "no_leader",
    severity: "unhealthy",
    when: ({ hasLeader }) => !hasLeader,
    message: "No instance holds the lease, so nothing is written.",
    action: "Start an instance, or wait up to 15 s for one to take over.",
  },
  {
    code: "leader_silent",
    severity: "degraded",
    when: ({ hasLeader, leaderSilent }) => hasLeader && leaderSilent,
    message: "The instance that leads has not said how it is: only what is committed is known here.",
    action: "Wait a few seconds; if it stays, look at the log of that instance, and whether it runs this release.",
  },
  {
    code: "real_time_failed",
    severity: "unhealthy",
    when: ({ realTime }) => realTime.state === "failed" && !isMassFailure(realTime.error),
    message: ({ realTime }) => realTime.error?.message ?? "Real-time sync has stopped with an error.",
    action: "Mend the cause, then POST /api/sync/real-time/start.",
  },
  {
    code: "mass_failure",
    severity: "unhealthy",
    when: ({ realTime }) => realTime.state === "failed" && isMassFailure(realTime.error),
    message: ({ realTime }) => realTime.error?.message ?? "Real-time sync has paused: too many documents fail.",
    action:
      "Look at what they have in common (GET /api/sync/failures) and mend it, or accept it; then POST /api/sync/real-time/start. " +
      "Nothing is lost meanwhile, and a full sync can run.",
  },
  {
    code: "real_time_error",
    severity: "unhealthy",
    when: ({ realTime: { state, error } }) => state === "waiting" && !isAbsence(error) && !isOverload(error),
    message: ({ realTime }) => realTime.error?.message ?? "Real-time sync has met an error.",
    action: "Mend what the message names; it is tried again by itself, and nothing is lost meanwhile.",
  },
  {
    code: "database_away",
    severity: "unhealthy",
    when: ({ realTime }) => realTime.state === "waiting" && isAbsence(realTime.error),
    message: ({ realTime }) => realTime.error?.message ?? "A database does not answer.",
    action: "Nothing is lost; sync goes on by itself when the database is back.",
  },
  {
    code: "real_time_stopped",
    severity: "unhealthy",
    when: ({ realTime }) => realTime.state === "stopped" && realTime.wanted,
    message: "Real-time sync is not running.",
    action: "POST /api/sync/real-time/start.",
  },
  {
    code: "real_time_off",
    severity: "degraded",
    when: ({ realTime }) => realTime.state === "stopped" && !realTime.wanted,
    message: ({ realTimeStop }) => offMessage(realTimeStop ?? null),
    action: "POST /api/sync/real-time/start when changes shall flow again.",
  },
  {
    code: "needs_confirmation",
    severity: "unhealthy",
    when: ({ needsConfirmation }) => needsConfirmation !== null,
    message: ({ needsConfirmation }) => `A full sync stopped before taking rows back: ${needsConfirmation?.reason}.`,
    action: ({ needsConfirmation }) =>
      `Look at the main database; if it is right, POST /api/sync/full {"confirm": "${needsConfirmation?.runId}"}.`,
  },
  {
    code: "history_lost",
    severity: "unhealthy",
    when: ({ gapOpen, realTime }) => gapOpen || realTime.state === "history_lost",
    message: "Changes were missed; a full sync has to close the gap.",
    action: "Wait for the full sync, or look at its run: GET /api/sync/runs.",
  },
  {
    code: "starting",
    severity: "degraded",
    when: ({ realTime, leaderSilent }) => realTime.state === "starting" && !leaderSilent,
    message: "Real-time sync is opening the stream of changes.",
    action: "Wait a moment.",
  },
  {
    code: "initial_sync",
    severity: "degraded",
    when: ({ initialised, realTime }) => !initialised || realTime.state === "initial_sync",
    message: "The full sync that makes the ledger whole has not finished.",
    action: "Wait for it: GET /api/sync/runs.",
  },
  {
    code: "reprojecting",
    severity: "degraded",
    when: ({ realTime }) => realTime.state === "reprojecting",
    message: "The ledger is being rewritten for another projection.",
    action: "Wait for the full sync: GET /api/sync/runs.",
  },
  ...databaseRules,
  {
    code: "lag_high",
    severity: "degraded",
    when: ({ lagMs }) => lagMs !== null && lagMs > lagDegradedMs,
    message: ({ lagMs }) => `The ledger is ${Math.round((lagMs ?? 0) / 1_000)} s behind.`,
    action: "Wait for the backlog, or look for a slow database.",
  },
  {
    code: "lag_unknown",
    severity: "degraded",
    when: ({ lagMs, realTime }) => lagMs === null && realTime.state === "live" && realTime.polling === null,
    message: "The main database has not been heard for some seconds.",
    action: "Check the connection to the main database.",
  },
  {
    code: "polling_mode",
    severity: "degraded",
    when: ({ realTime }) => realTime.polling !== null,
    message: ({ realTime }) => pollingMessage(realTime.polling),
    action:
      "Make the main database a replica set, one member is enough: restart its mongod with --replSet rs0 (or replication.replSetName: rs0), " +
      "then run rs.initiate() in mongosh, once. ledgersync notices by itself and runs a full sync.",
  },
  {
    code: "open_failures",
    severity: "degraded",
    when: ({ openFailures }) => openFailures > 0,
    message: ({ openFailures, failureCounts: { open, retrying, quarantined } }) =>
      `Documents that cannot be projected: ${openFailures} (open ${open}, retrying ${retrying}, quarantined ${quarantined}).`,
    action: "Correct them in the main database; they heal by themselves. GET /api/sync/failures names them.",
  },
  {
    code: "quarantined_failures",
    severity: "degraded",
    when: ({ failureCounts }) => failureCounts.quarantined > 0,
    message: ({ failureCounts, quarantined }) =>
      `Documents that are not tried again by themselves any more: ${namesOf(quarantined, failureCounts.quarantined)}.`,
    action: "Correct each, then POST /api/sync/failures/{id}/retry; or dismiss it with a reason (…/dismiss).",
  },
  {
    code: "drift",
    severity: "degraded",
    when: ({ driftCorrected }) => driftCorrected > 0,
    message: ({ driftCorrected }) => `Differences corrected that no change had announced: ${driftCorrected}.`,
    action: "Find out who else writes to the accounting database.",
  },
  {
    code: "ledger_ahead",
    severity: "degraded",
    when: ({ ledgerAhead }) => ledgerAhead > 0,
    message: ({ ledgerAhead }) =>
      `Rows or heads claimed a time that the main database had not reached, and were rewritten: ${ledgerAhead}.`,
    action: "Find out who else writes to the accounting database or restored it, then POST /api/sync/full.",
  },
  {
    code: "view_obstructed",
    severity: "degraded",
    when: ({ viewObstructed }) => viewObstructed,
    message: "A collection propertyaccounts stands where the read-only view belongs; its rows are not in the ledger.",
    action: "Rename that collection and restart.",
  },
  {
    code: "critical_inconsistency",
    severity: "unhealthy",
    when: ({ consistency }) => (consistency?.criticalForMs ?? 0) > criticalMaxMs,
    message: ({ consistency }) =>
      `The ledger differs from the main database in money, known for ${Math.round((consistency?.criticalForMs ?? 0) / 60_000)} min.`,
    action: "Look at GET /api/sync/consistency and its findings; make a fix plan, review and apply it.",
  },
  {
    code: "inconsistent",
    severity: "degraded",
    when: ({ consistency }) => consistency !== null && !consistency.isConsistent,
    message: ({ consistency }) => `The last check found differences: ${consistency?.findings}.`,
    action: "Look at GET /api/sync/consistency and its findings; make a fix plan, review and apply it.",
  },
  {
    code: "check_overdue",
    severity: "degraded",
    when: ({ consistency }) => (consistency?.ageMs ?? 0) > checkAgeMaxMs,
    message: "The last consistency check is more than 8 days old.",
    action: "POST /api/sync/consistency/checks.",
  },
  {
    code: "never_checked",
    severity: "degraded",
    when: ({ consistency, initialised }) => consistency === null && initialised,
    message: "No consistency check has been completed yet.",
    action: "Wait for the one that follows the initial sync, or POST /api/sync/consistency/checks.",
  },
];

const offMessage = (stop: HealthInput["realTimeStop"] | null): string => {
  if (!stop) return "Real-time sync is off, by an operator or by configuration.";
  return `Real-time sync is off, stopped by ${stop.actor}${stop.reason === null ? "" : `: ${stop.reason}`}.`;
};

const isMassFailure = (error: HealthInput["realTime"]["error"]): boolean => error?.code === "mass_failure";

const namesOf = (names: readonly string[], count: number): string => {
  if (names.length === 0) return String(count);
  return names.length < count ? `${names.join(", ")} and ${count - names.length} more` : names.join(", ");
};

const pollingMessage = (polling: HealthInput["realTime"]["polling"]): string => {
  const [poll, sweep] = [polling?.pollEveryMs ?? 0, polling?.sweepEveryMs ?? 0].map(
    (ms) => `${Math.round(ms / 100) / 10} s`,
  );
  return (
    `The main database is a standalone server without a change stream: it is polled each ${poll} for documents with a new updatedAt. ` +
    `Deletions, and changes that do not touch updatedAt, are found by a sweep each ${sweep}; lag does not count them. ` +
    "What lies in several collections is not read at one point in time."
  );
};

/** A database that does not answer, as opposed to one that refuses, or to an error of ours. */
const isAbsence = (error: HealthInput["realTime"]["error"]): boolean =>
  error === null || error.code.endsWith("_unavailable");
