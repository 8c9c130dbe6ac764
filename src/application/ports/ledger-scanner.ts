import type { JournalEntry } from "../../domain/consistency/compare-journal.ts";
import type { Id, RowId } from "../../domain/ids.ts";
import type { Account } from "../../domain/ledger/account.ts";
import type { Balances } from "../../domain/ledger/balance.ts";
import type { LedgerRow } from "../../domain/ledger/row.ts";

/** Row ids between two texts, both exclusive; null = no bound. */
export type RowRange = { readonly after: string | null; readonly before: string | null };

/** Heads and the sums of their posted rows, at one moment. */
export type SumsPage = {
  readonly heads: readonly Account[];
  /** Of every property of this stretch that has posted rows, also of those without a head. */
  readonly sums: ReadonlyMap<Id, Balances>;
  /** The page ends here; null = behind the last property. */
  readonly through: Id | null;
};

/** Rows and their first journal lines, at one moment: with equal numbers, no line tells of a row that is gone. */
export type JournalCounts = { readonly rows: number; readonly firstLines: number };

/** The ledger as it is committed, told whole, whatever somebody has done to it: what a check reads. Never writes. */
export type LedgerScanner = {
  /** At most `limit` rows of a range, by row id. */
  rows(range: RowRange, limit: number, signal: AbortSignal): Promise<readonly LedgerRow[]>;
  /** Every row of these payments, whatever its role or status. */
  rowsOf(payments: readonly Id[], signal: AbortSignal): Promise<readonly LedgerRow[]>;
  heads(properties: readonly Id[], signal: AbortSignal): Promise<readonly Account[]>;
  /** The next `limit` heads after `after`, in the store's own order, with the sums of everything up to the last of them. */
  sums(after: Id | null, limit: number, signal: AbortSignal): Promise<SumsPage>;
  /** The heads of these properties and the sums of their rows, at one moment. */
  sumsOf(properties: readonly Id[], signal: AbortSignal): Promise<Omit<SumsPage, "through">>;
  /** Those of these journal lines that exist. */
  journalLines(seqs: readonly bigint[], signal: AbortSignal): Promise<readonly JournalEntry[]>;
  journalCounts(signal: AbortSignal): Promise<JournalCounts>;
  /** Numbers in `(after, through]` under which the journal has no line. */
  journalGaps(after: bigint, through: bigint, signal: AbortSignal): Promise<readonly bigint[]>;
  /** Rows that journal lines in `(after, through]` brought in and that are not there. */
  rowsGone(after: bigint, through: bigint, signal: AbortSignal): Promise<readonly RowId[]>;
  /** `collection: fields` of each index that the service needs and that is not there. */
  missingIndexes(signal: AbortSignal): Promise<readonly string[]>;
};
