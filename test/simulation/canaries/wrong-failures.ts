import type { LedgerStore } from "../../../src/adapters/memory/ledger-store.ts";
import {
  addFailureCounts,
  type DocumentKey,
  isOpen,
  openCountOf,
  shiftOfCounts,
} from "../../../src/domain/sync/failure.ts";
import { resolvedFailure } from "../../../src/domain/sync/failure-life.ts";
import type { Bend, Canary } from "./bend.ts";

const dismissedUncounted: Bend = (ports, { store }) => ({
  ...ports,
  sink: {
    ...ports.sink,
    commit: async (batch, signal) => {
      const { openFailures, failureCounts } = store.checkpoint;
      const result = await ports.sink.commit(batch, signal);
      if (batch.kind === "dismiss" && result.kind === "committed")
        store.checkpoint = { ...store.checkpoint, openFailures, failureCounts };
      return result;
    },
  },
});

/** Closes a failure with its counts, as a retry that succeeded does. */
const close = (store: LedgerStore, key: DocumentKey): void => {
  const failure = store.failures.get(key);
  if (failure === undefined || !isOpen(failure)) return;
  const closed = resolvedFailure(failure, { kind: "replayed" }, failure.lastSeenAt);
  const failureCounts = addFailureCounts(store.checkpoint.failureCounts, shiftOfCounts(failure, closed));
  store.failures.set(key, closed);
  store.checkpoint = { ...store.checkpoint, failureCounts, openFailures: openCountOf(failureCounts) };
};

const retriesBelieved: Bend = (ports, { store }) => ({
  ...ports,
  sink: {
    ...ports.sink,
    commit: async (batch, signal) => {
      const result = await ports.sink.commit(batch, signal);
      if (batch.kind === "reconcile" && batch.isRetry && result.kind === "committed")
        for (const key of result.failedKeys) close(store, key);
      return result;
    },
  },
});

/** Failures that end wrongly. */
export const wrongFailures: readonly Canary[] = [
  { name: "a dismissed failure is counted on", create: () => dismissedUncounted },
  { name: "whatever was tried again is taken for healed", create: () => retriesBelieved },
];
