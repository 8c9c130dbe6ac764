import type { SyncEvent, ToldEvent } from "../../domain/sync/sync-event.ts";

/** An event on its way to the log. */
export type NewEvent = {
  /** Unique to the event, the same when it is tried again. */
  readonly token: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly event: SyncEvent;
};

/** Numbers of the oldest and the newest event that is kept; `oldest` is `newest + 1` while there is none. */
export type EventRange = { readonly oldest: number; readonly newest: number };

/**
 * What is told live, in one order for all instances and all times. Each event has the number behind the newest one's, so that
 * there is no gap; whoever has read number n never sees a smaller one appear later, whoever writes, also across a failover.
 */
export type EventLog = {
  /** In this order. Safe to repeat: an event that is there already is not written again. */
  append(events: readonly NewEvent[], signal: AbortSignal): Promise<void>;
  /** At most `limit` events behind number `id`, oldest first. Only what no failover can take back. */
  after(id: number, limit: number, signal: AbortSignal): Promise<readonly ToldEvent[]>;
  range(signal: AbortSignal): Promise<EventRange>;
  /** Removes what was told before `before`, but never the newest event: numbers go on behind it. Milliseconds since the epoch. */
  prune(before: number, signal: AbortSignal): Promise<void>;
};
