import type { FindingSeverity } from "../consistency/finding.ts";
import type { Id, RowId } from "../ids.ts";
import type { SourceCollection } from "../source/source-cut.ts";
import type { DocumentKey } from "./failure.ts";
import type { HealthReason, HealthStatus, RealTimeState } from "./health-input.ts";
import type { Run } from "./run.ts";

/** Properties, or keys of failures, that one event names; the rest is only counted. */
export const namedMax = 50;

/** A property by its id, and the company whose readers may be told of it. */
export type TouchedProperty = { readonly propertyId: Id; readonly companyId: Id | null };

export type CollectionCounts = {
  readonly applied: number;
  /** Needed no change; payments that are rightly not posted are among them. */
  readonly unchanged: number;
  readonly failed: number;
};

/** What was committed to the ledger: one unit, or several that came close together. No amounts, no names. */
export type CommitNews = {
  readonly commits: number;
  readonly collections: Readonly<Record<SourceCollection, CollectionCounts>>;
  /** Rows made void. */
  readonly retracted: number;
  /** How long the oldest change had waited; null = unknown, or nothing came from the stream. */
  readonly lagMs: number | null;
  /** Where the stream goes on, `<seconds>.<increment>`; null when it was not moved. */
  readonly position: string | null;
  /** At most `namedMax` of the accounts that changed. */
  readonly touched: readonly TouchedProperty[];
  /** More accounts changed than are named. */
  readonly isMore: boolean;
};

/** A run as it is told: what it is, how far it is, how it ended. */
export type RunNews = Pick<
  Run,
  | "id"
  | "kind"
  | "trigger"
  | "actor"
  | "state"
  | "dryRun"
  | "confirmed"
  | "counts"
  | "createdAt"
  | "startedAt"
  | "endedAt"
  | "error"
  | "resumedFrom"
  | "schedule"
  | "traceparent"
> & { readonly progress: Omit<Run["progress"], "after"> };

export type HealthNews = { readonly status: HealthStatus; readonly reasons: readonly HealthReason[] };

export type RealTimeNews = {
  readonly state: RealTimeState;
  readonly isRunning: boolean;
  readonly wanted: boolean;
  readonly error: { readonly code: string; readonly message: string } | null;
};

export type ScheduleNews = {
  readonly change: "created" | "changed" | "deleted" | "fired" | "skipped" | "paused" | "resumed";
  /** Null where all of them are paused or resumed. */
  readonly name: string | null;
  /** The run that began, or that stands for the skipped tick. */
  readonly runId: string | null;
  /** Why a tick was skipped. */
  readonly reason: string | null;
};

export type FailureNews = {
  readonly change: "opened" | "closed" | "dismissed";
  readonly count: number;
  /** At most `namedMax` of them. */
  readonly keys: readonly DocumentKey[];
};

export type CheckNews = {
  readonly checkId: string;
  readonly state: "complete" | "incomplete";
  readonly findings: number;
  readonly bySeverity: Readonly<Record<FindingSeverity, number>>;
};

export type LedgerEntryNews = TouchedProperty & { readonly change: "entered" | "reversed"; readonly rowId: RowId };

/**
 * Why a reader has to fetch anew what he shows. `subscribed`: he came without a last event. `expired`: his last event is
 * older than what is kept. `unknown`: it is none of ours. `new_leader`: what the last leader did in its last moment may not
 * have been told. `lost`: something happened that could not be told.
 */
export type ResyncReason = "subscribed" | "expired" | "unknown" | "new_leader" | "lost";

/** Everything that is told live. */
export type SyncEvent =
  | { readonly type: "commit"; readonly data: CommitNews }
  | { readonly type: "run"; readonly data: RunNews }
  | { readonly type: "health"; readonly data: HealthNews }
  | { readonly type: "realTime"; readonly data: RealTimeNews }
  | { readonly type: "schedule"; readonly data: ScheduleNews }
  | { readonly type: "failure"; readonly data: FailureNews }
  | { readonly type: "check"; readonly data: CheckNews }
  | { readonly type: "ledgerEntry"; readonly data: LedgerEntryNews }
  | { readonly type: "resync"; readonly data: { readonly reason: ResyncReason } };

export type SyncEventType = SyncEvent["type"];

export const syncEventTypes = [
  "commit",
  "run",
  "health",
  "realTime",
  "schedule",
  "failure",
  "check",
  "ledgerEntry",
  "resync",
] as const satisfies readonly SyncEventType[];

/** An event in its place. `id` grows by one from event to event; `at` is milliseconds since the epoch. */
export type ToldEvent = { readonly id: number; readonly at: number } & SyncEvent;

export const resync = (reason: ResyncReason): SyncEvent => ({ type: "resync", data: { reason } });

export const newsOfRun = (run: Run): SyncEvent => {
  const { id, kind, trigger, actor, state, dryRun, confirmed, counts, createdAt, startedAt, endedAt } = run;
  const { error, resumedFrom, schedule, traceparent } = run;
  const { phase, processed, total } = run.progress;
  const what = { id, kind, trigger, actor, dryRun, confirmed, resumedFrom, schedule };
  const how = { state, progress: { phase, processed, total }, counts, createdAt, startedAt, endedAt, error };
  return { type: "run", data: { ...what, ...how, ...(traceparent === undefined ? {} : { traceparent }) } };
};
