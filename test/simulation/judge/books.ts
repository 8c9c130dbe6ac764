import type { LedgerStore } from "../../../src/adapters/memory/ledger-store.ts";
import type { LedgerBatch } from "../../../src/application/ports/accounting-sink.ts";
import type { Id, RowId } from "../../../src/domain/ids.ts";
import type { Account } from "../../../src/domain/ledger/account.ts";
import type { LedgerRow } from "../../../src/domain/ledger/row.ts";
import type { ProjectionRules } from "../../../src/domain/projection/projection.ts";
import type { Checkpoint } from "../../../src/domain/sync/checkpoint.ts";
import type { SourceBook } from "../world/source-book.ts";

/** The ledger as it was at one moment. */
export type Books = {
  readonly rows: ReadonlyMap<RowId, LedgerRow>;
  readonly accounts: ReadonlyMap<Id, Account>;
  readonly checkpoint: Checkpoint;
  readonly lines: number;
};

export const booksOf = ({ rows, accounts, checkpoint, journal }: LedgerStore): Books => ({
  rows: new Map(rows),
  accounts: new Map(accounts),
  checkpoint,
  lines: journal.length,
});

/** One step of the ledger's life, and who took it. */
export type Step = {
  readonly before: Books;
  readonly after: Books;
  /** What was committed, as the application handed it in; null when a state was set or a place taken over. */
  readonly commit: LedgerBatch | null;
  /** Rules of the process that committed. */
  readonly rules: ProjectionRules;
};

export type Evidence = {
  readonly store: LedgerStore;
  readonly book: SourceBook;
};

/** What is wrong, each in a sentence. */
export type Objections = readonly string[];
