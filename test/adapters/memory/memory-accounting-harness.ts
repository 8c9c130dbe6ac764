import { createMemoryAccounting } from "../../../src/adapters/memory/memory-accounting.ts";
import { createVirtualClock } from "../../../src/adapters/memory/virtual-clock.ts";
import type { AccountingHarness } from "../../contracts/accounting-harness.ts";

/** A fresh accounting database in memory, prepared and taken over with epoch 1. */
export const createMemoryAccountingHarness = async (): Promise<AccountingHarness> => {
  const { store, connect } = createMemoryAccounting({ clock: createVirtualClock() });
  const { sink, ledger, runs, schedules } = connect("a:1");
  const { signal } = new AbortController();
  await sink.prepare(signal);
  await sink.takeOver(1n, signal);
  return {
    sink,
    ledger,
    runs,
    schedules,
    anotherSink: () => Promise.resolve(connect("b:1").sink),
    rows: () => Promise.resolve([...store.rows.values()]),
    accounts: () => Promise.resolve([...store.accounts.values()]),
    journal: () => Promise.resolve([...store.journal]),
    failures: () => Promise.resolve([...store.failures.values()]),
    checkpoint: () => Promise.resolve(store.checkpoint),
    close: () => Promise.resolve(),
  };
};
