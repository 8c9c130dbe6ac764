import type { ClusterTime } from "../cluster-time.ts";
import type { Rounding } from "../ledger/rounding.ts";
import type { SourceCollection } from "../source/source-cut.ts";
import type { BreakerStates } from "./breaker-state.ts";
import type { FeedMode } from "./feed-mode.ts";
import type { RealTimeState } from "./health.ts";
import type { LagPercentiles } from "./lag.ts";
import type { OplogHeadroom } from "./oplog-headroom.ts";
import type { Run } from "./run.ts";
import type { Tally } from "./tally.ts";
import type { Verification } from "./verification.ts";

export type SyncError = { readonly at: number; readonly code: string; readonly message: string };

/** What the pipeline says about itself. Times are milliseconds since the epoch. */
export type SyncStatus = {
  readonly realTime: {
    /** True while changes flow, also while they wait for a database. */
    readonly isRunning: boolean;
    readonly wanted: boolean;
    readonly state: RealTimeState;
    /** How changes are learnt of. */
    readonly mode: FeedMode["mode"];
    readonly polling: FeedMode["polling"];
    /** Null = unknown. */
    readonly lagMs: number | null;
    /** When the last unit of the stream was committed. */
    readonly lastSyncAt: number | null;
    readonly position: ClusterTime | null;
    readonly error: { readonly code: string; readonly message: string } | null;
  };
  readonly scheduled: {
    /** False while configuration forbids or an operator pauses it. */
    readonly isRunning: boolean;
    readonly isPaused: boolean;
    readonly totalSchedules: number;
    readonly enabledSchedules: number;
    /** Of the next tick of any; null when none will come. */
    readonly nextRunAt: number | null;
  };
  readonly tally: Tally;
  /** The newest full sync that is over, however it ended. */
  readonly lastFullSync: Run | null;
  /** The newest one that succeeded. */
  readonly lastSuccessfulFullSync: Run | null;
  readonly activeRun: Run | null;
  readonly openFailures: number;
  /** Whether calls of the databases are held back after failures in a row. */
  readonly breakers: BreakerStates;
  /** Units committed so far; null = the ledger's database does not answer. */
  readonly commits: number | null;
  readonly driftCorrected: number;
  /** Null = unknown: no privilege to read the oplog, or nobody leads. */
  readonly oplog: OplogHeadroom | null;
  /** What units of work may be of their usual size: less than 1 after a database was overloaded. */
  readonly unitShare: number;
  readonly verification: Verification;
  readonly leader: {
    readonly isLeader: boolean;
    readonly epoch: bigint | null;
    readonly instanceId: string | null;
    /** When the leader saw all of this; null = no leader has said anything, and only what is committed is told. */
    readonly observedAt: number | null;
  };
};

export type CollectionStats = {
  /** When the newest change that is in the ledger was made, milliseconds since the epoch; null before the first. */
  readonly lastChangeAt: number | null;
  /** How long its oldest change that is not in the ledger has waited; null = unknown. Unit: ms. */
  readonly lagMs: number | null;
};

export type SyncStats = {
  readonly status: SyncStatus;
  /** Since this instance became leader; null before its first commit. */
  readonly lag: LagPercentiles | null;
  /** Change events committed per second over the last minute. */
  readonly eventsPerSecond: number;
  /** Change events by collection, since this instance became leader. */
  readonly byCollection: Readonly<Record<"payments" | "properties" | "owners", number>>;
  /** Of the stream, since this instance became leader. */
  readonly collections: Readonly<Record<SourceCollection, CollectionStats>>;
  /** What rounding has left in the ledger, per currency. */
  readonly rounding: Rounding;
  /** How often a payment was taken with arithmetic noise. */
  readonly noiseTaken: number;
  /** Newest first, at most 20. */
  readonly errors: readonly SyncError[];
};
