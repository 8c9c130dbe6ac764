import type { LedgerReader } from "../../application/ports/ledger-reader.ts";
import { type Failure, isOpen, matchesFilter } from "../../domain/sync/failure.ts";
import { groupFailures } from "../../domain/sync/failure-group.ts";
import type { LedgerStore } from "./ledger-store.ts";
import { compareText, pageOf } from "./page-of.ts";
import type { Step } from "./simulation-point.ts";

type FailureReader = Pick<
  LedgerReader,
  "failure" | "failures" | "failureGroups" | "nextRetries" | "openFailures" | "openFailuresBy"
>;

export const createMemoryFailureReader = (store: LedgerStore, step: Step): FailureReader => ({
  failure: (key, signal) => step("ledger.failure", signal, () => store.failures.get(key) ?? null),
  failures: (filter, page, signal) =>
    step("ledger.failures", signal, () => {
      const items = failuresOf(store).filter((failure) => matchesFilter(failure, filter));
      return pageOf({ items, keyOf: ageKeyOf, compare: newestFirst, question: ["failures", filter] }, page);
    }),
  failureGroups: (signal) => step("ledger.failureGroups", signal, () => groupFailures(failuresOf(store))),
  nextRetries: (limit, signal) =>
    step("ledger.nextRetries", signal, () =>
      failuresOf(store)
        .filter(({ nextRetryAt }) => nextRetryAt !== null)
        .sort((a, b) => (a.nextRetryAt ?? 0) - (b.nextRetryAt ?? 0) || compareText(a.key, b.key))
        .slice(0, limit),
    ),
  openFailures: (after, limit, signal) =>
    step("ledger.openFailures", signal, () =>
      failuresOf(store)
        .filter((failure) => isOpen(failure) && (after === null || failure.key > after))
        .sort((a, b) => compareText(a.key, b.key))
        .slice(0, limit),
    ),
  openFailuresBy: (signal) =>
    step("ledger.openFailuresBy", signal, () => {
      const counts = { payments: 0, properties: 0, owners: 0 };
      for (const { collection } of failuresOf(store).filter(isOpen)) counts[collection] += 1;
      return counts;
    }),
});

const failuresOf = (store: LedgerStore): Failure[] => [...store.failures.values()];

type AgeKey = readonly [firstSeenAt: number, key: string];

const ageKeyOf = ({ firstSeenAt, key }: Failure): AgeKey => [firstSeenAt, key];

const newestFirst = (a: AgeKey, b: AgeKey): number => b[0] - a[0] || compareText(b[1], a[1]);
