import { formatClusterTime } from "../domain/cluster-time.ts";
import type { SourceCollection } from "../domain/source/source-cut.ts";
import type { DocumentKey } from "../domain/sync/failure.ts";
import { type CollectionCounts, type CommitNews, resync, type SyncEvent } from "../domain/sync/sync-event.ts";
import type { UnitNews } from "../domain/sync/unit-news.ts";
import type { UnitResult } from "./carry-unit.ts";
import type { Committed, LedgerBatch } from "./ports/accounting-sink.ts";

/** What is to be told of a unit that the lane has carried out. `lagMs`: how long its oldest change had waited. */
export const eventsOfUnit = (batch: LedgerBatch, result: UnitResult, lagMs: number | null): readonly SyncEvent[] => {
  // What it did is known to the database alone: its reply was lost.
  if (result.kind === "already_committed") return [resync("lost")];
  if (result.kind !== "committed") return [];
  return [
    ...commitOf(batch, result, lagMs),
    ...failuresOf("opened", result.news?.opened),
    ...failuresOf("closed", result.news?.closed),
    ...dismissalOf(batch),
    ...entryOf(batch, result),
  ];
};

/** Nothing for a commit that only moved the position of a quiet stream. */
const commitOf = (batch: LedgerBatch, result: Committed, lagMs: number | null): readonly SyncEvent[] => {
  const { news, checkpoint } = result;
  const touched = news?.touched ?? [];
  const { applied, unchanged, notPosted, failed } = result.outcomes;
  if (applied + unchanged + notPosted + failed + touched.length === 0) return [];
  const data: CommitNews = {
    commits: 1,
    collections: countsOf(batch, result),
    retracted: news?.retracted ?? 0,
    lagMs: batch.kind === "reconcile" && batch.events > 0 ? lagMs : null,
    position: checkpoint.position === undefined ? null : formatClusterTime(checkpoint.position.clusterTime),
    touched,
    isMore: news?.isMore ?? false,
  };
  return [{ type: "commit", data }];
};

const countsOf = (batch: LedgerBatch, result: Committed): CommitNews["collections"] => {
  const keysOf = (collection: SourceCollection): number => {
    if (batch.kind === "reconcile") return batch.keys[collection].length;
    return batch.kind === "rebuild" && collection === "properties" ? batch.propertyIds.length : 0;
  };
  const counts = (collection: SourceCollection): CollectionCounts => {
    const applied = countOf(result.changedKeys, collection);
    const failed = countOf(result.failedKeys, collection);
    return { applied, unchanged: Math.max(0, keysOf(collection) - applied - failed), failed };
  };
  return { payments: counts("payments"), properties: counts("properties"), owners: counts("owners") };
};

const countOf = (keys: readonly DocumentKey[], collection: SourceCollection): number => {
  const start = `${collection}/`;
  return keys.reduce((count, key) => (key.startsWith(start) ? count + 1 : count), 0);
};

const failuresOf = (change: "opened" | "closed", failures: UnitNews["opened"] | undefined): readonly SyncEvent[] =>
  failures === undefined || failures.count === 0 ? [] : [{ type: "failure", data: { change, ...failures } }];

const dismissalOf = (batch: LedgerBatch): readonly SyncEvent[] =>
  batch.kind === "dismiss" ? [{ type: "failure", data: { change: "dismissed", count: 1, keys: [batch.key] } }] : [];

const entryOf = (batch: LedgerBatch, { row }: Committed): readonly SyncEvent[] => {
  if (batch.kind !== "manual" || row === null) return [];
  const change = batch.request.kind === "enter" ? "entered" : "reversed";
  const { id: rowId, propertyId, companyId } = row;
  return [{ type: "ledgerEntry", data: { change, rowId, propertyId, companyId } }];
};
