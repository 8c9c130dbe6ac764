import type { Clock } from "./ports/clock.ts";
import type { EventLog } from "./ports/event-log.ts";

/** Whoever was away for longer fetches everything anew. */
export const eventsKeptHours = 24;
const hourMs = 60 * 60_000;

export type PruneEventsPorts = {
  readonly events: EventLog;
  readonly clock: Clock;
  readonly onError: (error: unknown) => void;
};

/** Removes old events once an hour, for as long as this instance leads. */
export const pruneEvents = async ({ events, clock, onError }: PruneEventsPorts, signal: AbortSignal): Promise<void> => {
  while (!signal.aborted) {
    await clock.sleep(hourMs, signal).catch(() => undefined);
    if (signal.aborted) return;
    await events.prune(clock.now() - eventsKeptHours * hourMs, signal).catch((error: unknown) => {
      if (!signal.aborted) onError(error);
    });
  }
};
