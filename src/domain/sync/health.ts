/** What the service says about the whole: unknown is never healthy. */
export type HealthStatus = "healthy" | "degraded" | "unhealthy";

export type HealthReason = {
  readonly code: string;
  readonly severity: Exclude<HealthStatus, "healthy">;
  readonly message: string;
  /** What a person can do about it. */
  readonly action: string;
};

export type Health = { readonly status: HealthStatus; readonly reasons: readonly HealthReason[] };

export type RealTimeState =
  | "stopped"
  | "starting"
  | "initial_sync"
  | "reprojecting"
  | "history_lost"
  | "live"
  | "waiting"
  | "failed";

export type HealthInput = {
  readonly realTime: {
    readonly wanted: boolean;
    readonly state: RealTimeState;
    readonly error: { readonly code: string; readonly message: string } | null;
  };
  readonly lagMs: number | null;
  readonly openFailures: number;
  readonly hasLeader: boolean;
  readonly gapOpen: boolean;
  readonly initialised: boolean;
  readonly needsConfirmation: { readonly runId: string; readonly reason: string } | null;
  /** Cluster corrections that the stream had not reported. */
  readonly driftCorrected: number;
  readonly viewObstructed: boolean;
};

/** Above this the ledger is no longer "in real time". Unit: ms. */
export const lagDegradedMs = 60_000;

type Rule = (input: HealthInput) => HealthReason | null;

const unhealthy = (code: string, message: string, action: string): HealthReason => ({ code, severity: "unhealthy", message, action });
const degraded = (code: string, message: string, action: string): HealthReason => ({ code, severity: "degraded", message, action });

const rules: readonly Rule[] = [
  ({ hasLeader }) =>
    hasLeader ? null : unhealthy("no_leader", "No instance holds the lease, so nothing is written.", "Start an instance, or wait up to 15 s for one to take over."),
  ({ realTime }) =>
    realTime.state === "failed"
      ? unhealthy(realTime.error?.code ?? "real_time_failed", realTime.error?.message ?? "Real-time sync has stopped with an error.", "Mend the cause, then POST /api/sync/real-time/start.")
      : null,
  ({ realTime }) =>
    realTime.state === "waiting"
      ? unhealthy(realTime.error?.code ?? "database_unavailable", realTime.error?.message ?? "A database does not answer.", "Nothing is lost; sync goes on by itself when the database is back.")
      : null,
  ({ realTime }) =>
    realTime.state === "stopped"
      ? realTime.wanted
        ? unhealthy("real_time_stopped", "Real-time sync is not running.", "POST /api/sync/real-time/start.")
        : degraded("real_time_off", "Real-time sync was stopped by an operator.", "POST /api/sync/real-time/start when changes shall flow again.")
      : null,
  ({ needsConfirmation }) =>
    needsConfirmation === null
      ? null
      : unhealthy("needs_confirmation", `A full sync stopped before taking rows back: ${needsConfirmation.reason}.`, `Look at the main database; if it is right, POST /api/sync/full {"confirm": "${needsConfirmation.runId}"}.`),
  ({ gapOpen }) =>
    gapOpen ? unhealthy("history_lost", "Changes were missed; a full sync is closing the gap.", "Wait for the full sync, or look at its run.") : null,
  ({ initialised }) =>
    initialised ? null : degraded("initial_sync", "The first full sync has not finished.", "Wait for it: GET /api/sync/runs."),
  ({ realTime }) =>
    realTime.state === "reprojecting"
      ? degraded("reprojecting", "The ledger is being rewritten for another projection.", "Wait for the full sync: GET /api/sync/runs.")
      : null,
  ({ lagMs }) =>
    lagMs !== null && lagMs > lagDegradedMs
      ? degraded("lag_high", `The ledger is ${Math.round(lagMs / 1_000)} s behind.`, "Wait for the backlog, or look for a slow database.")
      : null,
  ({ lagMs, realTime, gapOpen }) =>
    lagMs === null && realTime.state === "live" && !gapOpen
      ? degraded("lag_unknown", "The main database has not been heard for some seconds.", "Check the connection to the main database.")
      : null,
  ({ openFailures }) =>
    openFailures > 0 ? degraded("open_failures", `${openFailures} documents cannot be projected.`, "Correct them in the main database; they heal by themselves.") : null,
  ({ driftCorrected }) =>
    driftCorrected > 0 ? degraded("drift", `${driftCorrected} differences were corrected that no change had announced.`, "Find out who writes to the accounting database or restores the main one.") : null,
  ({ viewObstructed }) =>
    viewObstructed ? degraded("view_obstructed", "A collection named propertyaccounts stands where the read-only view belongs; its rows are not in the ledger.", "Rename that collection and restart.") : null,
];

/** The worst reason decides; every reason says what to do. */
export const assessHealth = (input: HealthInput): Health => {
  const reasons = rules.map((rule) => rule(input)).filter((reason) => reason !== null);
  const isUnhealthy = reasons.some((reason) => reason.severity === "unhealthy");
  return { status: isUnhealthy ? "unhealthy" : reasons.length > 0 ? "degraded" : "healthy", reasons };
};
