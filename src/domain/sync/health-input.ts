import type { FailureCounts } from "./failure.ts";
import type { OplogHeadroom } from "./oplog-headroom.ts";

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
    /** The intervals at which a source without a change stream is looked at; null = changes are streamed. Unit: ms. */
    readonly polling: { readonly pollEveryMs: number; readonly sweepEveryMs: number } | null;
    readonly error: { readonly code: string; readonly message: string } | null;
  };
  /** Who has stopped real time and why; absent where nobody has. */
  readonly realTimeStop?: { readonly actor: string; readonly reason: string | null } | null;
  readonly lagMs: number | null;
  readonly openFailures: number;
  readonly failureCounts: FailureCounts;
  /** Some of the quarantined failures, by key. */
  readonly quarantined: readonly string[];
  readonly hasLeader: boolean;
  /** Somebody leads and has not said yet how it is. */
  readonly leaderSilent: boolean;
  readonly gapOpen: boolean;
  readonly initialised: boolean;
  readonly needsConfirmation: { readonly runId: string; readonly reason: string } | null;
  /** Cluster corrections that the stream had not reported. */
  readonly driftCorrected: number;
  /** Rows and heads that claimed a time which the source had not reached, since a full sync last met none. */
  readonly ledgerAhead: number;
  readonly viewObstructed: boolean;
  /** The newest complete check; null = there is none. */
  readonly consistency: {
    /** How long ago it ended. Unit: ms. */
    readonly ageMs: number;
    readonly isConsistent: boolean;
    readonly findings: number;
    /** How long critical differences have been known; null = there are none. Unit: ms. */
    readonly criticalForMs: number | null;
  } | null;
  /** Calls of that database are held back, or tried one at a time. */
  readonly breakers: Readonly<Record<"source" | "accounting", "closed" | "open" | "half_open">>;
  /** What units of work may be of their usual size: less than 1 after a database was overloaded. */
  readonly unitShare: number;
  /** Null = unknown. */
  readonly oplog: OplogHeadroom | null;
};
