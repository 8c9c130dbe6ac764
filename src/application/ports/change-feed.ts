import type { Change, Position } from "../../domain/sync/change.ts";
import type { FeedMode } from "../../domain/sync/feed-mode.ts";

/** Why the feed cannot go on from where it was: named, recorded and answered with a full sync. */
export type LostHistoryReason =
  | "oplog_truncated"
  | "stream_invalidated"
  | "collection_dropped"
  | "collection_renamed"
  | "database_dropped"
  | "token_unusable"
  /** A standalone server has become a replica set, or the other way round: its positions are of another kind. */
  | "server_changed"
  /** More is gone than a feed without history may take for deleted. */
  | "documents_missing";

export const changeStreamMode: FeedMode = { mode: "change_stream", polling: null };

export type FeedItem =
  /** Changes in the order of their cluster times; an empty list says "nothing up to `position`". */
  | { readonly kind: "changes"; readonly changes: readonly Change[]; readonly position: Position }
  /** Something happened that names no keys, or history is gone. This reading is over; a new one begins from now. */
  | { readonly kind: "history_lost"; readonly reason: LostHistoryReason; readonly detail: string };

export type OpenFeed = {
  /** Where this reading begins; at a first start, the source's present position. */
  readonly start: Position;
  /**
   * Pull the next item: what is there now, at once, or the first thing to come, or an empty one after the feed's own idle
   * time (about a second); at most `changesMax` changes where the feed can tell before it answers. Never called twice at the same time. Rejects when the source is away: then open anew, from the last
   * position given.
   */
  next(signal: AbortSignal, changesMax?: number): Promise<FeedItem>;
  close(): Promise<void>;
};

/** News of the source: which keys may have changed. At least once, in order, from any position it ever gave; null = from now. */
export type ChangeFeed = {
  /** Of the last opening; before the first, what is known of the source. */
  mode(): FeedMode;
  open(from: Position | null, signal: AbortSignal): Promise<OpenFeed | Extract<FeedItem, { kind: "history_lost" }>>;
};
