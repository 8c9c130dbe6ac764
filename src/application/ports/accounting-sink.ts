import type { AuditEntry } from "../../domain/audit/audit-line.ts";
import type { Id } from "../../domain/ids.ts";
import type { Cause } from "../../domain/ledger/journal-line.ts";
import type { KeyOutcomes } from "../../domain/ledger/key-outcomes.ts";
import type { ManualRefusal, ManualRequest } from "../../domain/ledger/plan-manual.ts";
import type { LedgerRow } from "../../domain/ledger/row.ts";
import type { ProjectedCut } from "../../domain/projection/project-cut.ts";
import type { SourceKeys } from "../../domain/source/source-cut.ts";
import type { Position } from "../../domain/sync/change.ts";
import type { Checkpoint, CheckpointPatch, CommittedFields } from "../../domain/sync/checkpoint.ts";
import type { DocumentKey, Failure } from "../../domain/sync/failure.ts";
import type { UnitNews } from "../../domain/sync/unit-news.ts";

type BatchBase = {
  /** Unique to the unit, the same when it is tried again. */
  readonly token: string;
  readonly epoch: bigint;
  readonly cause: Cause;
  /** Milliseconds since the epoch: when the unit is committed, for people to read. */
  readonly at: number;
};

/** What a unit has found out, whether or not anything was written. */
export type Judged = {
  readonly outcomes: KeyOutcomes;
  /** Posted rows in the batch's stretch whose payment the source does not have; null = not looked for. */
  readonly orphanedRows: number | null;
};

/** A unit of reconciliation: what the ledger must say about `keys`. */
export type ReconcileBatch = BatchBase & {
  readonly kind: "reconcile";
  readonly keys: SourceKeys;
  readonly cut: ProjectedCut;
  /** Change events this unit stands for; 0 for a chunk of a full sync. */
  readonly events: number;
  /** Moved to with the commit; null when the unit does not come from the stream. */
  readonly position: Position | null;
  /** Payments believed to be new. A hint that saves reading: being wrong costs a second try, never a wrong ledger. */
  readonly presumedNew: ReadonlySet<Id>;
  /** The payments of `keys` are all that the source holds in this stretch of ids; `through` null = to the last id. A hint as well. */
  readonly stretch: { readonly after: Id | null; readonly through: Id | null } | null;
  /** Plan only: nothing is written, and the result says what would have been. */
  readonly dryRun: boolean;
  /** The keys are looked at only to try again what has failed. Absent: they are not. */
  readonly isRetry?: boolean;
  /** Everything is done but the last step, and taken back: whether the unit could be committed. The result is a dry run's. */
  readonly isRehearsal?: boolean;
};

/** What an accountant enters or reverses. `audit` is kept in the same atom, its `before` and `after` as they then are. */
export type ManualBatch = BatchBase & {
  readonly kind: "manual";
  readonly request: ManualRequest;
  readonly audit: AuditEntry;
};

/** A person's word that a failure needs no more attention. `audit` as above. */
export type DismissBatch = BatchBase & {
  readonly kind: "dismiss";
  readonly key: DocumentKey;
  readonly reason: string;
  readonly actor: string;
  readonly audit: AuditEntry;
};

/** The totals of some accounts, summed anew from their posted rows. No row changes, so that the journal has nothing to tell. */
export type RebuildBatch = BatchBase & { readonly kind: "rebuild"; readonly propertyIds: readonly Id[] };

export type LedgerBatch = ReconcileBatch | ManualBatch | DismissBatch | RebuildBatch;

export type Committed = Judged & {
  readonly kind: "committed";
  /** What the checkpoint says now. */
  readonly checkpoint: CommittedFields;
  /** Keys whose rows or heads were corrected, at most the batch's own. */
  readonly changedKeys: readonly DocumentKey[];
  /** Keys that could not be projected, at most the batch's own. */
  readonly failedKeys: readonly DocumentKey[];
  /** Those of them that had no open or dismissed failure on record; absent = none. */
  readonly newlyFailedKeys?: readonly DocumentKey[];
  readonly rowsChanged: number;
  /** Those of them whose row or head claimed to show a later time than the unit's; absent = none. */
  readonly aheadKeys?: readonly DocumentKey[];
  /** The manual row written, null otherwise. */
  readonly row: LedgerRow | null;
  /** What readers are told of it beside the outcomes; absent = nothing. */
  readonly news?: UnitNews;
};

export type CommitResult =
  | Committed
  /** Nothing differed and no position moved: nothing was written. */
  | (Judged & { readonly kind: "unchanged" })
  /** A dry run's answer. */
  | (Judged & { readonly kind: "planned"; readonly changedKeys: readonly DocumentKey[] })
  /** This unit was committed before; its reply was lost. */
  | { readonly kind: "already_committed"; readonly checkpoint: CommittedFields }
  /** These must be read too, at the same cluster time, before the unit can be planned. Nothing was written. */
  | { readonly kind: "incomplete"; readonly properties: readonly Id[]; readonly owners: readonly Id[] }
  /** Another leader has taken over: this one may never write again. */
  | { readonly kind: "fenced" }
  | { readonly kind: "refused"; readonly refusal: ManualRefusal; readonly row: LedgerRow | null }
  /** The failure to dismiss is resolved already, or there is none (null). */
  | { readonly kind: "not_dismissed"; readonly failure: Failure | null };

/** Where the ledger lives. One commit is one atom: rows, totals, journal, failures, position and counters together, or nothing. */
export type AccountingSink = {
  /** Creates collections, validators, indexes and the view where missing. Idempotent. Refuses a database that holds somebody else's ledger. */
  prepare(signal: AbortSignal): Promise<void>;
  /** Fences every older epoch off and answers with the checkpoint as it then is: with a newer epoch in it when one has come. */
  takeOver(epoch: bigint, signal: AbortSignal): Promise<Checkpoint>;
  /** Safe to repeat: the second time nothing changes. Rejects as transient when the database is away. */
  commit(batch: LedgerBatch, signal: AbortSignal): Promise<CommitResult>;
  /** Sets wishes and states; fenced like a commit. Idempotent. */
  patchCheckpoint(epoch: bigint, patch: CheckpointPatch, signal: AbortSignal): Promise<"patched" | "fenced">;
  /** The checkpoint as it is committed, whoever leads. */
  checkpoint(signal: AbortSignal): Promise<Checkpoint>;
};
