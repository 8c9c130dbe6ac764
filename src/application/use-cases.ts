import type { Id, RowId } from "../domain/ids.ts";
import type { Account } from "../domain/ledger/account.ts";
import type { LedgerRow } from "../domain/ledger/row.ts";
import type { Currency } from "../domain/money/currency.ts";
import type { Health } from "../domain/sync/health.ts";
import type { Run } from "../domain/sync/run.ts";
import type { ManualEntry } from "./enter-transaction.ts";
import type { AccountFilter, Page, PageRequest, TransactionFilter } from "./ports/ledger-reader.ts";
import type { RunFilter } from "./ports/run-store.ts";
import type { FullSyncRequest } from "./request-full-sync.ts";
import type { SyncStats, SyncStatus } from "./sync-status.ts";

/** Who asks, as the audit trail and the journal name them. */
export type Caller = { readonly actor: string };

/** Everything the service can do. Both transports call this and nothing else; every refusal is an `AppError`. */
export type UseCases = {
  /** Harmless when it runs already; the wish survives restarts. `disabled` when configuration forbids it. */
  startRealTime(caller: Caller): Promise<SyncStatus["realTime"]>;
  /** Commits what was read, saves the position, then stops. Harmless when it is stopped already. */
  stopRealTime(caller: Caller): Promise<SyncStatus["realTime"]>;
  /** `run_active` when one runs (details[0].message is its id); `validation` when `confirm` names no run that waits for it. */
  startFullSync(caller: Caller, request: FullSyncRequest): Promise<Run>;
  /** The run when it is over, or as it is after `waitMs`. */
  waitForRun(id: string, waitMs: number, signal: AbortSignal): Promise<Run>;
  cancelRun(caller: Caller, id: string): Promise<Run>;
  run(id: string): Promise<Run>;
  runs(filter: RunFilter, page: PageRequest): Promise<Page<Run>>;
  status(): Promise<SyncStatus>;
  stats(): Promise<SyncStats>;
  health(): Promise<{ readonly health: Health; readonly status: SyncStatus; readonly checkedAt: number }>;
  /** Both databases answer. */
  ready(): Promise<{ readonly source: boolean; readonly accounting: boolean }>;
  account(propertyId: Id): Promise<Account>;
  accounts(filter: AccountFilter, page: PageRequest): Promise<Page<Account>>;
  transactions(propertyId: Id, filter: TransactionFilter, page: PageRequest): Promise<Page<LedgerRow>>;
  /** The same caller and key give the same row again (`replayed`); another body under the same key is `idempotency_key_reused`. */
  enterTransaction(
    caller: Caller,
    entry: ManualEntry,
  ): Promise<{ readonly row: LedgerRow; readonly replayed: boolean }>;
  /** The same caller and reason give the same row again (`replayed`). `already_reversed`, `conflict` for a row of sync, `not_found`. */
  reverseTransaction(
    caller: Caller,
    reversal: { readonly propertyId: Id; readonly rowId: RowId; readonly reason: string },
  ): Promise<{ readonly row: LedgerRow; readonly replayed: boolean }>;
  /** For the seed's plain numbers: which currency an account is told in when it has several. */
  readonly defaultCurrency: Currency;
};
