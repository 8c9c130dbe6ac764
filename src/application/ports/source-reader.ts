import type { ClusterTime } from "../../domain/cluster-time.ts";
import type { Id } from "../../domain/ids.ts";
import type { SourceCollection, SourceCut, SourceKeys } from "../../domain/source/source-cut.ts";

/** One page of a collection in the store's own `_id` order, at one cluster time. */
export type SourcePage = {
  readonly cut: SourceCut;
  /** Ids on the page, in order; empty only when there is nothing after `after`. */
  readonly ids: readonly Id[];
};

/** The main database, read only. Every answer is one consistent cut over all collections. */
export type SourceReader = {
  /**
   * Reads these documents at `at`, or at the newest snapshot when the server cannot go back to `at`; `asOf` says which. Rejects
   * as transient when the source has not reached `at`. Payments of a collection that is not there do not exist, and
   * `lacksPayments` says so.
   */
  read(keys: SourceKeys, at: ClusterTime, signal: AbortSignal): Promise<SourceCut>;
  /** The next `limit` documents after `after` (null = from the start) at the newest snapshot, of every id type. */
  readPage(
    collection: Exclude<SourceCollection, "owners">,
    page: { readonly after: Id | null; readonly limit: number },
    signal: AbortSignal,
  ): Promise<SourcePage>;
  /** Which of these ids exist at `at`, or at the newest snapshot when the server cannot go back to it; rejects as `read` does. */
  existing(
    collection: Exclude<SourceCollection, "owners">,
    ids: readonly Id[],
    at: ClusterTime,
    signal: AbortSignal,
  ): Promise<ReadonlySet<Id>>;
  /** Number of documents; may be an estimate, and is 0 only when there are none. */
  count(collection: SourceCollection, signal: AbortSignal): Promise<number>;
  /** Resolves when the database answers. */
  ping(signal: AbortSignal): Promise<void>;
};
