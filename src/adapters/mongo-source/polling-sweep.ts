import type { FeedItem } from "../../application/ports/change-feed.ts";
import type { Id } from "../../domain/ids.ts";
import type { Change } from "../../domain/sync/change.ts";
import { retractionShareMax, retractionsMax } from "../../domain/sync/retraction.ts";
import { deletionsOf, type Missing, missing } from "./missing-documents.ts";
import { type PolledCollection, scan } from "./polling-scan.ts";

export type HistoryLost = Extract<FeedItem, { readonly kind: "history_lost" }>;

export type SweepStep = { readonly kind: "changes"; readonly changes: readonly Change[] } | HistoryLost;

/**
 * Compares every document with what was told of it, and every document that the ledger knows with what is there: finds
 * deletions, and changes that did not touch `updatedAt`.
 */
export async function* sweep(
  search: Missing,
  collections: readonly PolledCollection[],
): AsyncGenerator<SweepStep, undefined> {
  const lossesMax = await deletionsMax(search);
  for (const polled of collections) {
    polled.documents.beginSweep();
    let read = 0;
    for await (const batch of scan(search, polled, {})) {
      read += batch.read;
      yield { kind: "changes", changes: batch.changes };
    }
    // An owner's name can be read again at any time; what a deleted payment or property takes back is counted first.
    if (polled.collection === "owners") {
      for await (const ids of missing(search, polled)) yield deletions(search, polled, ids);
    } else yield await countedDeletions(search, polled, { read, lossesMax });
  }
}

/** Learns what is there and what is not, without telling it: a full sync shows it to the ledger. */
export const learn = async (search: Missing, collections: readonly PolledCollection[]): Promise<void> => {
  for (const polled of collections) {
    polled.documents.beginSweep();
    for await (const _ of scan(search, polled, {})) search.signal.throwIfAborted();
    for await (const ids of missing(search, polled)) deletionsOf(ids, polled, search);
  }
};

type Limits = { readonly read: number; readonly lossesMax: number };

const countedDeletions = async (
  search: Missing,
  polled: PolledCollection,
  { read, lossesMax }: Limits,
): Promise<SweepStep> => {
  const lost: Id[] = [];
  for await (const ids of missing(search, polled)) {
    lost.push(...ids);
    if (lost.length > lossesMax) return tooMany(lost.length, polled);
  }
  return read === 0 && lost.length > 0 ? emptied(polled.name) : deletions(search, polled, lost);
};

const deletions = (search: Missing, polled: PolledCollection, ids: readonly Id[]): SweepStep => ({
  kind: "changes",
  changes: deletionsOf(ids, polled, search),
});

/** As many as a full sync takes back without asking. */
const deletionsMax = async ({ ledger, signal }: Missing): Promise<number> => {
  const { postedSyncRows } = await ledger.counts(signal);
  return Math.max(retractionsMax, retractionShareMax * postedSyncRows);
};

/** Dropped, renamed or emptied: without history nobody can tell. */
export const emptied = (name: string): HistoryLost => ({
  kind: "history_lost",
  reason: "collection_dropped",
  detail: `the main database's collection ${name} is empty or gone, while the ledger shows its documents`,
});

const tooMany = (count: number, { name }: PolledCollection): HistoryLost => ({
  kind: "history_lost",
  reason: "documents_missing",
  detail: `${count} or more documents that the ledger shows are gone from ${name}, more than a sweep takes for deleted`,
});
