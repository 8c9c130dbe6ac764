import type { MongoClient } from "mongodb";
import type { AccountingSink } from "../../application/ports/accounting-sink.ts";
import type { AuditTrail } from "../../application/ports/audit-trail.ts";
import type { CheckStore } from "../../application/ports/check-store.ts";
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
import type { Currency } from "../../domain/money/currency.ts";
import { createMongoAccountingSink } from "./mongo-accounting-sink.ts";
import { createMongoAuditTrail } from "./mongo-audit-trail.ts";
import { createMongoCheckStore } from "./mongo-check-store.ts";
import { createMongoCommandStore } from "./mongo-command-store.ts";
import { createMongoEventLog } from "./mongo-event-log.ts";
import { createMongoFixPlanStore } from "./mongo-fix-plan-store.ts";
import { createMongoHistoryStore } from "./mongo-history-store.ts";
import { createMongoIdempotencyStore } from "./mongo-idempotency-store.ts";
import { createMongoLease } from "./mongo-lease.ts";
import { createMongoLedgerReader } from "./mongo-ledger-reader.ts";
import { createMongoLedgerScanner } from "./mongo-ledger-scanner.ts";
import { createMongoRunStore } from "./mongo-run-store.ts";
import { createMongoScheduleStore } from "./mongo-schedule-store.ts";
import { createMongoServiceData } from "./mongo-service-data.ts";

export type MongoAccountingOptions = {
  readonly client: MongoClient;
  readonly databaseName: string;
  readonly instanceId: string;
  readonly defaultCurrency: Currency;
  readonly leaseTtlMs: number;
  readonly hash: Hash;
};

export type MongoAccounting = {
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

/** Everything the accounting database is to the service, over one client and one committing session. */
export const createMongoAccounting = (options: MongoAccountingOptions): MongoAccounting => {
  const { client, databaseName, instanceId, defaultCurrency, leaseTtlMs, hash } = options;
  const db = client.db(databaseName);
  const session = client.startSession({ causalConsistency: false });
  const sessionId = session.id?.id;
  if (sessionId === undefined) throw new Error("the driver gave a session without an id");
  return {
    sink: createMongoAccountingSink({ db, session, defaultCurrency, hash }),
    ledger: createMongoLedgerReader(db),
    scanner: createMongoLedgerScanner(client, db),
    checks: createMongoCheckStore(db),
    fixPlans: createMongoFixPlanStore(db),
    runs: createMongoRunStore(db),
    schedules: createMongoScheduleStore(client, db),
    commands: createMongoCommandStore(db),
    audit: createMongoAuditTrail(db, hash),
    keys: createMongoIdempotencyStore(db),
    serviceData: createMongoServiceData(db),
    events: createMongoEventLog(db),
    history: createMongoHistoryStore(db),
    lease: createMongoLease({ client, db, instanceId, sessionId, ttlMs: leaseTtlMs }),
  };
};
