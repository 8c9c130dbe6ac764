import type { NumberedFinding } from "../../application/ports/check-store.ts";
import type { Command } from "../../application/ports/command-store.ts";
import type { HistoryMinute } from "../../application/ports/history-store.ts";
import { type AuditHead, chainStart } from "../../domain/audit/audit-chain.ts";
import type { AuditLine } from "../../domain/audit/audit-line.ts";
import type { Check } from "../../domain/consistency/check.ts";
import type { FixItem, FixPlan } from "../../domain/consistency/fix-plan.ts";
import type { Id, RowId } from "../../domain/ids.ts";
import type { Account } from "../../domain/ledger/account.ts";
import type { JournalLine } from "../../domain/ledger/journal-line.ts";
import type { LedgerRow } from "../../domain/ledger/row.ts";
import type { Schedule, SchedulesState } from "../../domain/schedule/schedule.ts";
import { type Checkpoint, firstCheckpoint } from "../../domain/sync/checkpoint.ts";
import type { DocumentKey, Failure } from "../../domain/sync/failure.ts";
import type { Run } from "../../domain/sync/run.ts";
import type { ToldEvent } from "../../domain/sync/sync-event.ts";

/** Oldest first. */
export type StoredEvent = { readonly token: string; readonly event: ToldEvent };

export type StoredRun = { readonly run: Run; readonly epoch: bigint };

export type StoredCheck = { readonly check: Check; readonly epoch: bigint };

export type StoredFixPlan = { readonly plan: FixPlan; readonly epoch: bigint };
export type StoredSchedule = { readonly schedule: Schedule; readonly epoch: bigint };
export type StoredCommand = {
  readonly command: Command;
  readonly createdAt: number;
  readonly state: "waiting" | "taken" | "finished" | "withdrawn";
  /** Of the leader that has taken it. */
  readonly epoch: bigint;
  readonly answer: string | null;
};

/** A request under a key; times by the database's own clock. */
export type StoredKey = {
  readonly requestHash: string;
  readonly orderId: string;
  readonly state: "in_flight" | "open" | "free" | "done";
  readonly answer: string;
  readonly createdAt: number;
  readonly takenAt: number;
};

export type StoredLease = {
  readonly epoch: bigint;
  /** Null once it was given back. */
  readonly instanceId: string | null;
  /** Milliseconds since the epoch, by the database's own clock. */
  readonly expiresAt: number;
  /** What the holder last said about itself, and when by the same clock. */
  readonly status: { readonly text: string; readonly at: number } | null;
};

/** The whole accounting database. What it holds is frozen or copied on its way in and out; only its keepers change it. */
export type LedgerStore = {
  readonly rows: Map<RowId, LedgerRow>;
  readonly accounts: Map<Id, Account>;
  readonly failures: Map<DocumentKey, Failure>;
  readonly journal: JournalLine[];
  readonly runs: Map<string, StoredRun>;
  readonly checks: Map<string, StoredCheck>;
  readonly fixPlans: Map<string, StoredFixPlan>;
  /** By plan and number. */
  readonly fixItems: Map<string, Map<number, FixItem>>;
  /** By check and number. */
  readonly findings: Map<string, Map<number, NumberedFinding>>;
  readonly schedules: Map<string, StoredSchedule>;
  /** Null before the defaults were inserted. */
  schedulesState: SchedulesState | null;
  readonly commands: Map<string, StoredCommand>;
  readonly keys: Map<string, StoredKey>;
  readonly audit: AuditLine[];
  auditHead: AuditHead;
  readonly events: StoredEvent[];
  /** By epoch and minute. */
  readonly history: Map<string, HistoryMinute>;
  checkpoint: Checkpoint;
  lease: StoredLease;
  /** A real collection stands where the view `propertyaccounts` belongs. */
  viewObstructed: boolean;
  /** The database holds somebody else's ledger. */
  foreign: boolean;
};

export const createLedgerStore = (): LedgerStore => ({
  rows: new Map(),
  accounts: new Map(),
  failures: new Map(),
  journal: [],
  runs: new Map(),
  checks: new Map(),
  fixPlans: new Map(),
  fixItems: new Map(),
  findings: new Map(),
  schedules: new Map(),
  schedulesState: null,
  commands: new Map(),
  keys: new Map(),
  audit: [],
  auditHead: chainStart,
  events: [],
  history: new Map(),
  checkpoint: Object.freeze(firstCheckpoint),
  lease: { epoch: 0n, instanceId: null, expiresAt: 0, status: null },
  viewObstructed: false,
  foreign: false,
});
