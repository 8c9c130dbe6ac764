import { createMemoryAccounting } from "../../../src/adapters/memory/memory-accounting.ts";
import type { SimulationPoint } from "../../../src/adapters/memory/simulation-point.ts";
import { createVirtualClock } from "../../../src/adapters/memory/virtual-clock.ts";
import { describeAccountingSinkContract } from "../../contracts/accounting-sink.contract.ts";
import { describeAuditTrailContract } from "../../contracts/audit-trail.contract.ts";
import { describeCheckStoreContract } from "../../contracts/check-store.contract.ts";
import { describeCommandStoreContract } from "../../contracts/command-store.contract.ts";
import { describeEventLogContract } from "../../contracts/event-log.contract.ts";
import { describeFailureReaderContract } from "../../contracts/failure-reader.contract.ts";
import { describeFixPlanStoreContract } from "../../contracts/fix-plan-store.contract.ts";
import { describeHistoryStoreContract } from "../../contracts/history-store.contract.ts";
import { describeIdempotencyStoreContract } from "../../contracts/idempotency-store.contract.ts";
import { describeLeaseContract } from "../../contracts/lease.contract.ts";
import { describeLedgerReaderContract } from "../../contracts/ledger-reader.contract.ts";
import { describeLedgerScannerContract } from "../../contracts/ledger-scanner.contract.ts";
import { describeRunStoreContract } from "../../contracts/run-store.contract.ts";
import { describeScheduleStoreContract } from "../../contracts/schedule-store.contract.ts";
import { describeServiceDataContract } from "../../contracts/service-data.contract.ts";
import { sha256 } from "../../support/sha256.ts";
import { createMemoryAccountingHarness } from "./memory-accounting-harness.ts";

describeAccountingSinkContract("in memory", createMemoryAccountingHarness, { histories: 500, historiesPerLedger: 1 });
describeAuditTrailContract("in memory", createMemoryAccountingHarness);
describeLedgerReaderContract("in memory", createMemoryAccountingHarness);
describeScheduleStoreContract("in memory", createMemoryAccountingHarness);
describeFailureReaderContract("in memory", createMemoryAccountingHarness);
describeRunStoreContract("in memory", createMemoryAccountingHarness);
describeLedgerScannerContract("in memory", createMemoryAccountingHarness);
describeCheckStoreContract("in memory", createMemoryAccountingHarness);
describeServiceDataContract("in memory", createMemoryAccountingHarness);
describeFixPlanStoreContract("in memory", createMemoryAccountingHarness);
describeEventLogContract("in memory", () => {
  const accounting = createMemoryAccounting({ clock: createVirtualClock(), hash: sha256 });
  const losing = new Set<string>();
  return Promise.resolve({
    log: (instanceId) => accounting.connect(instanceId, losingReplies(losing, instanceId)).events,
    loseReply: (instanceId) => void losing.add(instanceId),
    close: () => Promise.resolve(),
  });
});
describeHistoryStoreContract("in memory", () => {
  const { connect } = createMemoryAccounting({ clock: createVirtualClock(), hash: sha256 });
  return Promise.resolve({ history: connect("a:1").history, close: () => Promise.resolve() });
});
describeLeaseContract("in memory", () => {
  const clock = createVirtualClock();
  const ttlMs = 15_000;
  const accounting = createMemoryAccounting({ clock, leaseTtlMs: ttlMs, hash: sha256 });
  return Promise.resolve({
    ttlMs,
    lease: (instanceId) => accounting.connect(instanceId).lease,
    pass: (ms) => Promise.resolve(clock.advance(ms)),
    close: () => Promise.resolve(),
  });
});
describeIdempotencyStoreContract("in memory", () => {
  const clock = createVirtualClock();
  return Promise.resolve({
    keys: createMemoryAccounting({ clock, hash: sha256 }).connect("a:1").keys,
    pass: (ms) => Promise.resolve(clock.advance(ms)),
    close: () => Promise.resolve(),
  });
});
describeCommandStoreContract("in memory", () => {
  const clock = createVirtualClock();
  return Promise.resolve({
    commands: createMemoryAccounting({ clock, hash: sha256 }).connect("a:1").commands,
    pass: (ms) => Promise.resolve(clock.advance(ms)),
    close: () => Promise.resolve(),
  });
});

const losingReplies =
  (losing: Set<string>, instanceId: string): SimulationPoint =>
  (point) =>
    point === "after events.append" && losing.delete(instanceId)
      ? Promise.reject(new Error("the reply was lost"))
      : Promise.resolve();
