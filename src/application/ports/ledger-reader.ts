import type { ClusterTime } from "../../domain/cluster-time.ts";
import type { Id, RowId } from "../../domain/ids.ts";
import type { Account } from "../../domain/ledger/account.ts";
import type { JournalLine } from "../../domain/ledger/journal-line.ts";
import type { LedgerRow, RowType } from "../../domain/ledger/row.ts";
import type { StatementRow } from "../../domain/ledger/statement-row.ts";
import type { Currency } from "../../domain/money/currency.ts";
import type { SourceCollection } from "../../domain/source/source-cut.ts";
import type { DocumentKey, Failure, FailureFilter } from "../../domain/sync/failure.ts";
import type { FailureGroup } from "../../domain/sync/failure-group.ts";

export type Page<T> = {
  readonly items: readonly T[] /** Opaque; null when this was the last page. */;
  readonly next: string | null;
};

export type PageRequest = { readonly limit: number; readonly cursor: string | null };

export type AccountFilter = {
  /** Part of the property's or owner's name, any case. */
  readonly search: string | null;
  readonly status: Account["status"] | null;
  /** The owner that the head shows. */
  readonly ownerId: Id | null;
  readonly companyId: Id | null;
};

export type TransactionFilter = {
  readonly status: "posted" | "void" | null;
  readonly type: RowType | null;
  readonly origin: "sync" | "manual" | null;
  readonly currency: Currency | null;
  /** Milliseconds since the epoch, inclusive and exclusive. */
  readonly from: number | null;
  readonly to: number | null;
};

/** A page of posted sync rows in row-id order, told as the payments they come from, each once a page. */
export type PostedPaymentsPage = {
  readonly paymentIds: readonly Id[];
  /** Rows on the page; 0 only behind the last. */
  readonly rows: number;
  readonly last: RowId | null;
};

export type LedgerCounts = {
  /** Heads that are neither stubs nor archived. */
  readonly accounts: number;
  readonly postedSyncRows: number;
};

/** The ledger as it is committed, for people and for the walks of a full sync. Never writes. */
export type LedgerReader = {
  account(propertyId: Id, signal: AbortSignal): Promise<Account | null>;
  /** By property id. A cursor of another filter is refused (`validation`). */
  accounts(filter: AccountFilter, page: PageRequest, signal: AbortSignal): Promise<Page<Account>>;
  /** Newest first, by `occurredAt` and row id. A cursor of another list is refused (`validation`). */
  transactions(
    propertyId: Id,
    filter: TransactionFilter,
    page: PageRequest,
    signal: AbortSignal,
  ): Promise<Page<LedgerRow>>;
  /** The same with the account's running balance after each row, all of a page at one moment. */
  statement(
    propertyId: Id,
    filter: TransactionFilter,
    page: PageRequest,
    signal: AbortSignal,
  ): Promise<Page<StatementRow>>;
  transaction(rowId: RowId, signal: AbortSignal): Promise<LedgerRow | null>;
  /** Posted sync rows after `after`, in row-id order, whatever property they belong to. */
  postedPayments(after: RowId | null, limit: number, signal: AbortSignal): Promise<PostedPaymentsPage>;
  /** Properties of heads that are neither stubs nor archived, after `after` in the store's own order. */
  activeProperties(after: Id | null, limit: number, signal: AbortSignal): Promise<readonly Id[]>;
  /** Stubs and archived heads, at most `limit`, that claim to show a later time than this. */
  restingHeadsAhead(time: ClusterTime, limit: number, signal: AbortSignal): Promise<readonly Id[]>;
  failure(key: DocumentKey, signal: AbortSignal): Promise<Failure | null>;
  /** Newest first, by `firstSeenAt` and key. A cursor of another filter is refused (`validation`). */
  failures(filter: FailureFilter, page: PageRequest, signal: AbortSignal): Promise<Page<Failure>>;
  /** Those that are not resolved, counted by reason and collection; the largest group first. */
  failureGroups(signal: AbortSignal): Promise<readonly FailureGroup[]>;
  /** Those whose next retry is planned soonest, due or not. */
  nextRetries(limit: number, signal: AbortSignal): Promise<readonly Failure[]>;
  /** Lines of one row, from the line `seq` backwards; fewer only where the row's first line is among them. */
  journalLines(seq: bigint, limit: number, signal: AbortSignal): Promise<readonly JournalLine[]>;
  /** Failures that are not resolved after `after`, in the order of their keys. */
  openFailures(after: DocumentKey | null, limit: number, signal: AbortSignal): Promise<readonly Failure[]>;
  /** How many failures are not resolved, by the collection of their documents. */
  openFailuresBy(signal: AbortSignal): Promise<Readonly<Record<SourceCollection, number>>>;
  counts(signal: AbortSignal): Promise<LedgerCounts>;
  /** True when a real collection stands where the view `propertyaccounts` belongs. */
  viewObstructed(signal: AbortSignal): Promise<boolean>;
};
