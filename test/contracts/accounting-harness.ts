import type { AccountingSink } from "../../src/application/ports/accounting-sink.ts";
import type { LedgerReader } from "../../src/application/ports/ledger-reader.ts";
import type { RunStore } from "../../src/application/ports/run-store.ts";
import type { ScheduleStore } from "../../src/application/ports/schedule-store.ts";
import type { Id } from "../../src/domain/ids.ts";
import type { Account } from "../../src/domain/ledger/account.ts";
import type { Balances } from "../../src/domain/ledger/balance.ts";
import type { JournalLine } from "../../src/domain/ledger/journal-line.ts";
import type { LedgerRow } from "../../src/domain/ledger/row.ts";
import type { Checkpoint } from "../../src/domain/sync/checkpoint.ts";
import type { Failure } from "../../src/domain/sync/failure.ts";

/** An accounting database, prepared and taken over with epoch 1, its ports, and a look at everything in it. */
export type AccountingHarness = {
  readonly sink: AccountingSink;
  readonly ledger: LedgerReader;
  readonly runs: RunStore;
  readonly schedules: ScheduleStore;
  /** What another instance has in its hands: the same database, nothing in common else. */
  anotherSink(): Promise<AccountingSink>;
  rows(): Promise<readonly LedgerRow[]>;
  accounts(): Promise<readonly Account[]>;
  /** In the order of `seq`. */
  journal(): Promise<readonly JournalLine[]>;
  failures(): Promise<readonly Failure[]>;
  checkpoint(): Promise<Checkpoint>;
  /** Damage, done behind the service's back. */
  setBalances(propertyId: Id, balances: Balances): Promise<void>;
  removeHead(propertyId: Id): Promise<void>;
  close(): Promise<void>;
};
