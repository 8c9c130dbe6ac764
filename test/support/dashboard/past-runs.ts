import type { Db } from "mongodb";
import { createMongoRunStore } from "../../../src/adapters/mongo-accounting/mongo-run-store.ts";
import { encodeId } from "../../../src/domain/ids.ts";
import { documentKey } from "../../../src/domain/sync/failure.ts";
import { emptyCounts, type Run } from "../../../src/domain/sync/run.ts";
import { aRun } from "../a-run.ts";

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;

const done = { phase: "done", after: null, processed: 25, total: 25 } as const;
const counts = { ...emptyCounts, read: 25, applied: 3, unchanged: 21, failed: 1 };

/** A run that was over after `tookMs`. */
const over = (id: string, createdAt: number, tookMs: number, fields: Partial<Run> = {}): Run => ({
  ...aRun,
  id,
  state: "succeeded",
  progress: done,
  counts,
  createdAt,
  startedAt: createdAt,
  endedAt: createdAt + tookMs,
  ...fields,
});

const hourly = (hoursAgo: number, now: number, fields: Partial<Run> = {}): Run => {
  const plannedAt = Math.floor(now / hourMs) * hourMs - hoursAgo * hourMs;
  return over(`hourly-${hoursAgo}`, plannedAt, (4 + ((hoursAgo * 7) % 5) * 5) * minuteMs, {
    kind: "incremental",
    trigger: "schedule",
    actor: "schedule hourly_sync",
    schedule: { name: "hourly_sync", plannedAt },
    ...fields,
  });
};

const skipped: Partial<Run> = {
  state: "skipped",
  startedAt: null,
  progress: { phase: "properties", after: null, processed: 0, total: null },
  counts: emptyCounts,
  error: { code: "run_active", message: "Run hourly-4, which the schedule began before, is still active." },
};

const failed: Partial<Run> = {
  state: "failed",
  progress: { phase: "changes", after: null, processed: 7, total: null },
  error: { code: "source_unavailable", message: "The main database does not answer." },
};

/** Two days of runs, as they would be found at `now` (ms since the epoch); ids say which is which. */
const pastRuns = (now: number): readonly Run[] => [
  ...[12, 11, 10, 9, 8, 7, 6].map((hoursAgo) => hourly(hoursAgo, now)),
  hourly(5, now, failed),
  hourly(4, now, { endedAt: Math.floor(now / hourMs) * hourMs - 3 * hourMs + 8 * minuteMs }),
  hourly(3, now, skipped),
  hourly(2, now, { state: "cancelled", progress: { phase: "changes", after: null, processed: 3, total: null } }),
  over("deep-1", now - 40 * hourMs, 9 * minuteMs, {
    kind: "deep",
    counts: { ...counts, driftCorrected: 2, toRetract: 4, retracted: 4, expiredRemoved: 120 },
    drift: ["64b7f1c2e4b0a1a2b3c4d5e7", "64b7f1c2e4b0a1a2b3c4d5e8"].map((hex) =>
      documentKey("payments", encodeId({ kind: "objectId", hex })),
    ),
    confirmed: true,
    resumedFrom: "full-asks",
    traceparent: "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
  }),
  over("full-asks", now - 41 * hourMs, 2 * minuteMs, {
    state: "failed",
    progress: { phase: "count", after: null, processed: 25, total: 25 },
    counts: { ...counts, toRetract: 4 },
    error: {
      code: "needs_confirmation",
      message: "4 of 25 rows would be taken back, more than 1 in 100: their payments are not in the main database.",
    },
  }),
  over("dry-1", now - 42 * hourMs, 70_000, { dryRun: true }),
];

/** Puts them where the service of these databases finds them. */
export const storePastRuns = async (accounting: Db, now: number): Promise<void> => {
  const store = createMongoRunStore(accounting);
  for (const run of pastRuns(now)) await store.create(run, 0n, new AbortController().signal);
};
