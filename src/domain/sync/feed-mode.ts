/** How the feed learns of changes, and so what it can promise. `polling` is null where changes are streamed. */
export type FeedMode =
  | { readonly mode: "change_stream"; readonly polling: null }
  | { readonly mode: "polling"; readonly polling: PollingPace };

/** Changes are looked for: those that date themselves by the next poll, deletions and all others by the next sweep. */
export type PollingPace = {
  /** Present intervals; longer than asked for where looking takes long. Unit: ms. */
  readonly pollEveryMs: number;
  readonly sweepEveryMs: number;
  /** When the last whole sweep began: everything before it has been told. Milliseconds since the epoch, by the source's clock. */
  readonly sweptAt: number | null;
};
