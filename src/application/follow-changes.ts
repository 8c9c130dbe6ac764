import type { Position } from "../domain/sync/change.ts";
import { AppError, isTransient } from "./errors.ts";
import { createOutbox, type Outbox, type OutboxPorts } from "./outbox.ts";
import type { ChangeFeed, FeedItem, OpenFeed } from "./ports/change-feed.ts";
import { retryTransient } from "./retry-transient.ts";

export type LostHistory = Extract<FeedItem, { kind: "history_lost" }>;

export type FollowPorts = OutboxPorts & { readonly feed: ChangeFeed };

export type FollowSignals = {
  /** Stop reading, commit what was read, and end. */
  readonly stop: AbortSignal;
  /** Drop everything: the right to write is gone. */
  readonly abandon: AbortSignal;
};

/**
 * Follows the source from `open` on until told to stop (every change read by then is committed first) or until the history
 * is lost. A source that goes away is waited for. Rejects when a unit fails for a reason that waiting does not mend.
 */
export const followChanges = async (
  ports: FollowPorts,
  open: OpenFeed,
  { stop, abandon }: FollowSignals,
): Promise<LostHistory | { readonly kind: "stopped" }> => {
  const outbox = createOutbox(ports, open.start, abandon);
  let feed = open;
  try {
    for (;;) {
      const asked = ports.unitEvents();
      const item = await feed.next(stop, asked).catch((error: unknown) => interruption(error, stop));
      switch (item.kind) {
        case "changes":
          await outbox.put({ ...item, isFull: item.changes.length >= asked });
          break;
        case "interrupted": {
          const again = await openAgain(ports, { feed, from: outbox.position(), error: item.error }, stop);
          if ("kind" in again) return leave(outbox, again);
          feed = again;
          break;
        }
        case "history_lost":
          return leave(outbox, item);
        case "stopped":
          return item;
      }
    }
  } catch (error) {
    if (stop.aborted) return { kind: "stopped" };
    // What was read is read again from the stored position on; a unit that waits must not be waited for meanwhile.
    outbox.giveUp(error);
    throw error;
  } finally {
    await feed.close();
    await outbox.drained();
  }
};

/** What is not committed yet is left to the full sync that has to come. */
const leave = (outbox: Outbox, lost: LostHistory): LostHistory => {
  outbox.giveUp(new AppError("history_lost", lost.detail));
  return lost;
};

type Broken = { readonly feed: OpenFeed; readonly from: Position; readonly error: unknown };

/** Waits for the source, and goes on behind what it said last. */
const openAgain = async (
  ports: FollowPorts,
  { feed, from, error }: Broken,
  stop: AbortSignal,
): Promise<OpenFeed | LostHistory> => {
  ports.onWaiting(error);
  try {
    await feed.close();
    return await retryTransient(ports, () => ports.feed.open(from, stop), stop);
  } finally {
    ports.onWaiting(null);
  }
};

type Interruption = { readonly kind: "stopped" } | { readonly kind: "interrupted"; readonly error: unknown };

const interruption = (error: unknown, stop: AbortSignal): Interruption => {
  if (stop.aborted) return { kind: "stopped" };
  if (isTransient(error)) return { kind: "interrupted", error };
  throw error;
};
