import { createMemoryAccounting } from "../../../src/adapters/memory/memory-accounting.ts";
import { createVirtualClock } from "../../../src/adapters/memory/virtual-clock.ts";
import type { RowId } from "../../../src/domain/ids.ts";
import type { AuditHarness } from "../../contracts/audit-trail.contract.ts";
import type { CheckStoreHarness } from "../../contracts/check-store.contract.ts";
import type { FixPlanStoreHarness } from "../../contracts/fix-plan-store.contract.ts";
import type { ScannerHarness } from "../../contracts/ledger-scanner.contract.ts";
import type { ServiceDataHarness } from "../../contracts/service-data.contract.ts";
import { sha256 } from "../../support/sha256.ts";

/** A fresh accounting database in memory, prepared and taken over with epoch 1. */
export const createMemoryAccountingHarness = async (): Promise<
  ScannerHarness & CheckStoreHarness & FixPlanStoreHarness & ServiceDataHarness & AuditHarness
> => {
  const { store, connect } = createMemoryAccounting({ clock: createVirtualClock(), hash: sha256 });
  const { sink, ledger, runs, scanner, checks, fixPlans, schedules, serviceData, audit } = connect("a:1");
  const { signal } = new AbortController();
  await sink.prepare(signal);
  await sink.takeOver(1n, signal);
  return {
    sink,
    ledger,
    runs,
    scanner,
    checks,
    fixPlans,
    schedules,
    audit,
    anotherAudit: () => Promise.resolve(connect("b:1").audit),
    serviceData,
    anotherSink: () => Promise.resolve(connect("b:1").sink),
    rows: () => Promise.resolve([...store.rows.values()]),
    accounts: () => Promise.resolve([...store.accounts.values()]),
    journal: () => Promise.resolve([...store.journal]),
    failures: () => Promise.resolve([...store.failures.values()]),
    checkpoint: () => Promise.resolve(store.checkpoint),
    // Safe: whatever is no row id removes nothing.
    removeRow: (id) => Promise.resolve(void store.rows.delete(id as RowId)),
    removeLine: (seq) => {
      store.journal.splice(
        store.journal.findIndex((line) => line.seq === seq),
        1,
      );
      return Promise.resolve();
    },
    setBalances: (propertyId, balances) => {
      const head = store.accounts.get(propertyId);
      if (head !== undefined) store.accounts.set(propertyId, { ...head, balances });
      return Promise.resolve();
    },
    removeHead: (propertyId) => Promise.resolve(void store.accounts.delete(propertyId)),
    close: () => Promise.resolve(),
  };
};
