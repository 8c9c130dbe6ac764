import type { ChangeFeed } from "../../src/application/ports/change-feed.ts";
import type { SourceReader } from "../../src/application/ports/source-reader.ts";
import type { ClusterTime } from "../../src/domain/cluster-time.ts";
import type { Id } from "../../src/domain/ids.ts";
import type { Position } from "../../src/domain/sync/change.ts";
import type { NeutralDocument } from "./neutral-documents.ts";

/** Owners are looked for in `users` first, then in `propertyowners`. */
export type CollectionName = "payments" | "properties" | "users" | "propertyowners";

export type SourceWrite =
  | { readonly kind: "put"; readonly collection: CollectionName; readonly document: NeutralDocument }
  | { readonly kind: "delete"; readonly collection: CollectionName; readonly id: Id };

/**
 * What a source cannot promise, so that a contract does not ask it. `snapshots`: it reads what is there now, whatever time is asked
 * for. `transactions`: nothing changes several documents at once. `order`: changes are told in any order, several of one document
 * as one, an insertion like any other. `history`: what happened and left no trace is not told.
 */
export type Lack = "snapshots" | "transactions" | "order" | "history";

/** A main database and both ports on it. Every write is visible when its promise resolves. */
export type SourceHarness = {
  readonly reader: SourceReader;
  readonly feed: ChangeFeed;
  put(collection: CollectionName, document: NeutralDocument): Promise<void>;
  delete(collection: CollectionName, id: Id): Promise<void>;
  /** All of them at one cluster time. */
  together(writes: readonly SourceWrite[]): Promise<void>;
  /** A write to a collection that is none of our business. */
  writeElsewhere(): Promise<void>;
  drop(collection: CollectionName): Promise<void>;
  renameAway(collection: CollectionName): Promise<void>;
  /** What `$out` does. */
  replaceWith(collection: CollectionName, documents: readonly NeutralDocument[]): Promise<void>;
  /** The newest cluster time. */
  now(): Promise<ClusterTime>;
  /** A position from which this source can no longer tell what happened. */
  lostPosition(): Promise<Position>;
  /** Lets the feed's idle time pass, where it does not pass by itself. */
  letIdleTimePass(): Promise<void>;
  close(): Promise<void>;
};
