import type { FailureFilter, LedgerReader } from "../../application/ports/ledger-reader.ts";
import { type Failure, isOpen } from "../../domain/sync/failure.ts";
import type { LedgerStore } from "./ledger-store.ts";
import { compareText, pageOf } from "./page-of.ts";
import type { Step } from "./simulation-point.ts";

type FailureReader = Pick<LedgerReader, "failure" | "failures" | "nextRetries" | "failureCounts" | "openFailures">;

export const createMemoryFailureReader = (store: LedgerStore, step: Step): FailureReader => ({
  failure: (key, signal) => step("ledger.failure", signal, () => store.failures.get(key) ?? null),
  failures: (filter, page, signal) =>
    step("ledger.failures", signal, () => {
      const items = failuresOf(store).filter((failure) => isAsked(failure, filter));
      return pageOf({ items, keyOf: ageKeyOf, compare: newestFirst, question: ["failures", filter] }, page);
    }),
  nextRetries: (limit, signal) =>
    step("ledger.nextRetries", signal, () =>
      failuresOf(store)
        .filter(({ nextRetryAt }) => nextRetryAt !== null)
        .sort((a, b) => (a.nextRetryAt ?? 0) - (b.nextRetryAt ?? 0) || compareText(a.key, b.key))
        .slice(0, limit),
    ),
  failureCounts: (signal) =>
    step("ledger.failureCounts", signal, () => {
      const counts = { open: 0, retrying: 0, quarantined: 0 };
      for (const { state } of store.failures.values()) if (state !== "resolved") counts[state] += 1;
      return counts;
    }),
  openFailures: (after, limit, signal) =>
    step("ledger.openFailures", signal, () =>
      failuresOf(store)
        .filter((failure) => isOpen(failure) && (after === null || failure.key > after))
        .sort((a, b) => compareText(a.key, b.key))
        .slice(0, limit),
    ),
});

const failuresOf = (store: LedgerStore): Failure[] => [...store.failures.values()];

const isAsked = (failure: Failure, { state, collection, code }: FailureFilter): boolean =>
  (state === null || failure.state === state) &&
  (collection === null || failure.collection === collection) &&
  (code === null || failure.code === code);

type AgeKey = readonly [firstSeenAt: number, key: string];

const ageKeyOf = ({ firstSeenAt, key }: Failure): AgeKey => [firstSeenAt, key];

const newestFirst = (a: AgeKey, b: AgeKey): number => b[0] - a[0] || compareText(b[1], a[1]);
