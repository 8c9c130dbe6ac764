import type { AccountingSink } from "../../application/ports/accounting-sink.ts";
import type { AuditTrail } from "../../application/ports/audit-trail.ts";
import type { CheckStore } from "../../application/ports/check-store.ts";
import type { Clock } from "../../application/ports/clock.ts";
import type { CommandStore } from "../../application/ports/command-store.ts";
import type { EventLog } from "../../application/ports/event-log.ts";
import type { FixPlanStore } from "../../application/ports/fix-plan-store.ts";
import type { HistoryStore } from "../../application/ports/history-store.ts";
import type { IdempotencyStore } from "../../application/ports/idempotency-store.ts";
import type { Lease } from "../../application/ports/lease.ts";
import type { LedgerReader } from "../../application/ports/ledger-reader.ts";
import type { LedgerScanner } from "../../application/ports/ledger-scanner.ts";
import type { RunStore } from "../../application/ports/run-store.ts";
import type { ScheduleStore } from "../../application/ports/schedule-store.ts";
import type { ServiceData } from "../../application/ports/service-data.ts";
import type { Hash } from "../../domain/audit/audit-chain.ts";
import { createLedgerStore, type LedgerStore, type StoredCommand } from "./ledger-store.ts";
import { createMemoryAccountingSink } from "./memory-accounting-sink.ts";
import { createMemoryAuditTrail } from "./memory-audit-trail.ts";
import { createMemoryCheckStore } from "./memory-check-store.ts";
import { createMemoryCommandStore, openCommands } from "./memory-command-store.ts";
import { createMemoryEventLog } from "./memory-event-log.ts";
import { createMemoryFixPlanStore } from "./memory-fix-plan-store.ts";
import { createMemoryHistoryStore } from "./memory-history-store.ts";
import { createMemoryIdempotencyStore } from "./memory-idempotency-store.ts";
import { createMemoryLease } from "./memory-lease.ts";
import { createMemoryLedgerReader } from "./memory-ledger-reader.ts";
import { createMemoryLedgerScanner } from "./memory-ledger-scanner.ts";
import { createMemoryRunStore } from "./memory-run-store.ts";
import { createMemoryScheduleStore } from "./memory-schedule-store.ts";
import { createMemoryServiceData } from "./memory-service-data.ts";
import { createStep, noSimulation, type SimulationPoint } from "./simulation-point.ts";

export type MemoryAccountingOptions = {
  /** The database's own clock: what leases expire by. */
  readonly clock: Clock;
  readonly leaseTtlMs?: number;
  readonly hash: Hash;
};

export type MemoryAccountingPorts = {
  readonly sink: AccountingSink;
  readonly ledger: LedgerReader;
  readonly scanner: LedgerScanner;
  readonly checks: CheckStore;
  readonly fixPlans: FixPlanStore;
  readonly runs: RunStore;
  readonly schedules: ScheduleStore;
  readonly lease: Lease;
  readonly commands: CommandStore;
  readonly audit: AuditTrail;
  readonly keys: IdempotencyStore;
  readonly serviceData: ServiceData;
  readonly events: EventLog;
  readonly history: HistoryStore;
};

/** An accounting database in memory. It outlives the instances that connect to it, as a real one does. */
export type MemoryAccounting = {
  /** What is stored, for tests to look at and, deliberately, to damage. */
  readonly store: LedgerStore;
  /** Commands that some leader may yet carry out. */
  openCommands(): readonly StoredCommand[];
  /** The ports of one instance, each with its own simulation points. */
  connect(instanceId: string, between?: SimulationPoint): MemoryAccountingPorts;
};

export const createMemoryAccounting = ({
  clock,
  leaseTtlMs = 15_000,
  hash,
}: MemoryAccountingOptions): MemoryAccounting => {
  const store = createLedgerStore();
  return {
    store,
    openCommands: () => openCommands(store, clock),
    connect: (instanceId, between = noSimulation) => {
      const step = createStep(between);
      return {
        sink: createMemoryAccountingSink(store, hash, step),
        ledger: createMemoryLedgerReader(store, step),
        scanner: createMemoryLedgerScanner(store, step),
        checks: createMemoryCheckStore(store, step),
        fixPlans: createMemoryFixPlanStore(store, step),
        runs: createMemoryRunStore(store, step),
        schedules: createMemoryScheduleStore(store, step),
        commands: createMemoryCommandStore(store, clock, step),
        audit: createMemoryAuditTrail(store, hash, step),
        keys: createMemoryIdempotencyStore(store, clock, step),
        serviceData: createMemoryServiceData(store, step),
        events: createMemoryEventLog(store, step),
        history: createMemoryHistoryStore(store, step),
        lease: createMemoryLease(store, { clock, ttlMs: leaseTtlMs, instanceId, step }),
      };
    },
  };
};
