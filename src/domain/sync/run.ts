import type { Id, RowId } from "../ids.ts";
import type { KeyOutcomes } from "../ledger/key-outcomes.ts";
import type { DocumentKey, FailureFilter } from "./failure.ts";

export type RunKind = "initial" | "full" | "deep" | "incremental" | "consistency" | "fix" | "retry";
export type RunTrigger = "api" | "schedule" | "startup" | "cli";
export type RunState = "queued" | "running" | "succeeded" | "failed" | "cancelled" | "skipped";

/**
 * The passes of a full sync, in order: `count` looks before `void_rows` leaps, since an empty source must not empty the books.
 * A check has `rows` (those made by hand, and of odd ids), `totals` and `journal` behind the first two; an incremental sync `changes` alone, a retry `failures`; a fix `fix` and `verify`.
 */
export type RunPhase =
  | "changes"
  | "properties"
  | "payments"
  | "count"
  | "void_rows"
  | "archive_accounts"
  | "failures"
  | "rows"
  | "totals"
  | "journal"
  | "fix"
  | "verify"
  | "done";

export type RunProgress = {
  readonly phase: RunPhase;
  /** Last id (row id in the walks of the ledger) done in this phase; a resumed run goes on behind it. */
  readonly after: Id | RowId | DocumentKey | null;
  readonly processed: number;
  /** Documents and rows that this run will look at, as counted when it began; null until then. */
  readonly total: number | null;
};

export type RunCounts = {
  readonly read: number;
  readonly applied: number;
  readonly unchanged: number;
  readonly notPosted: number;
  readonly failed: number;
  /** Rows made void and heads archived because the source no longer has their document. */
  readonly retracted: number;
  /** Corrections of keys that the stream had not reported. */
  readonly driftCorrected: number;
  /** Rows and heads rewritten because they claimed a time that the source had not reached. */
  readonly aheadCorrected: number;
  /** What the ledger → source pass found to void or archive. */
  readonly toRetract: number;
  /** Service data that a deep sync has removed because of its age. */
  readonly expiredRemoved: number;
};

export const emptyCounts: RunCounts = {
  read: 0,
  applied: 0,
  unchanged: 0,
  notPosted: 0,
  failed: 0,
  retracted: 0,
  driftCorrected: 0,
  aheadCorrected: 0,
  toRetract: 0,
  expiredRemoved: 0,
};

export type RunError = { readonly code: string; readonly message: string };

/** The schedule that asked for a run, and the tick it stands for; null when a person let it run now. */
export type RunSchedule = { readonly name: string; readonly plannedAt: number | null };

/** One piece of long work: what it was asked for, how far it is, how it ended. */
export type Run = {
  readonly id: string;
  readonly kind: RunKind;
  readonly trigger: RunTrigger;
  readonly actor: string;
  readonly state: RunState;
  /** The projection it works for; a run is resumed only under the same one. */
  readonly projectionId: string;
  /** The stream's reading during which it began, see `Checkpoint.reading`. */
  readonly reading: number;
  readonly dryRun: boolean;
  /** The ledger → source pass may void beyond the limit: a person has said so. */
  readonly confirmed: boolean;
  readonly progress: RunProgress;
  readonly counts: RunCounts;
  /** Newest drift corrected, at most 100. */
  readonly drift: readonly DocumentKey[];
  /** Every page of payments told how many rows beside it have lost theirs, so that `counts.toRetract` needs no walk of its own. */
  readonly orphansCounted: boolean;
  readonly startedAt: number | null;
  readonly endedAt: number | null;
  readonly createdAt: number;
  readonly error: RunError | null;
  readonly resumedFrom: string | null;
  readonly schedule: RunSchedule | null;
  /** W3C Trace Context of its first span; absent when nothing was traced. */
  readonly traceparent?: string;
  /** What a retry tries again; absent from other kinds. */
  readonly failureFilter?: FailureFilter;
};

/** The kinds that go from the source to the ledger and back; one of them at a time. */
export const isFullSync = ({ kind }: Run): boolean => kind === "initial" || kind === "full" || kind === "deep";

/** The second part of W3C Trace Context. */
export const traceIdOf = ({ traceparent }: Pick<Run, "traceparent">): string | null =>
  traceparent?.split("-")[1] ?? null;

export const isOver = (run: Run): boolean => run.state !== "queued" && run.state !== "running";

export const addOutcomes = (counts: RunCounts, outcomes: KeyOutcomes): RunCounts => ({
  ...counts,
  applied: counts.applied + outcomes.applied,
  unchanged: counts.unchanged + outcomes.unchanged,
  notPosted: counts.notPosted + outcomes.notPosted,
  failed: counts.failed + outcomes.failed,
});
