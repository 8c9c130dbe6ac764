import { withEvent } from "../domain/sync/merge-events.ts";
import { type RunNews, resync, type SyncEvent } from "../domain/sync/sync-event.ts";
import type { Clock } from "./ports/clock.ts";
import type { EventLog } from "./ports/event-log.ts";
import { retryTransient } from "./retry-transient.ts";

/** Between two writes: at most five a second, and what has come meanwhile goes together. Unit: ms. */
const writePauseMs = 200;
/** A run's progress is told no more often. Unit: ms. */
const progressPauseMs = 500;
/** Pause after an error that will not pass by itself. Unit: ms. */
const errorPauseMs = 5_000;

export type AnnouncerPorts = {
  readonly events: EventLog;
  readonly clock: Clock;
  readonly random: () => number;
  readonly newToken: () => string;
  readonly onError: (error: unknown) => void;
  /** Called when something has been written. */
  readonly onWritten: () => void;
};

/** What one instance has to tell. It is written behind the work it tells of, never in its way. */
export type Announcer = {
  /** At once when nothing was told lately, else with the next write, merged with its like. */
  tell(event: SyncEvent): void;
  /** Hurries. Resolves when everything that was told is written, or was given up. */
  flushed(): Promise<void>;
  /** Another instance speaks now, and has told every reader to look anew. */
  giveUp(): void;
};

export const createAnnouncer = (ports: AnnouncerPorts, signal: AbortSignal): Announcer => {
  const progress = createProgressGate(ports.clock);
  let pending: readonly SyncEvent[] = [];
  let writing: Promise<void> | null = null;
  let hurry = new AbortController();

  const pause = (ms: number): Promise<void> =>
    ports.clock.sleep(ms, AbortSignal.any([signal, hurry.signal])).catch(() => undefined);

  const writePending = async (): Promise<void> => {
    while (pending.length > 0 && !signal.aborted) {
      const batch = pending;
      pending = [];
      const isWritten = await write(ports, batch, signal);
      if (!isWritten) pending = withEvent(pending, resync("lost"));
      await pause(isWritten ? writePauseMs : errorPauseMs);
      if (hurry.signal.aborted && !isWritten) return;
    }
  };

  const kick = (): void => {
    writing ??= writePending().finally(() => {
      writing = null;
    });
  };

  const flushed = async (): Promise<void> => {
    hurry.abort();
    await writing;
    hurry = new AbortController();
  };

  return {
    tell: (event) => {
      if (signal.aborted || (event.type === "run" && !progress.opensFor(event.data))) return;
      pending = withEvent(pending, event);
      kick();
    },
    flushed,
    giveUp: () => {
      pending = [];
    },
  };
};

/** False when it could not be written and will not be: readers have to be told that something is missing. */
const write = async (ports: AnnouncerPorts, batch: readonly SyncEvent[], signal: AbortSignal): Promise<boolean> => {
  const { events, clock, newToken, onError, onWritten } = ports;
  const at = clock.now();
  const news = batch.map((event) => ({ token: newToken(), at, event }));
  try {
    // A database that is away is told of by those who move money through it.
    const retryPorts = { ...ports, onWaiting: () => undefined };
    await retryTransient(retryPorts, () => events.append(news, signal), signal);
    onWritten();
    return true;
  } catch (error) {
    if (!signal.aborted) onError(error);
    return false;
  }
};

/** A change of a run's state is always news; its progress only now and then. */
const createProgressGate = (clock: Clock) => {
  const told = new Map<string, { readonly state: string; readonly at: number }>();
  return {
    opensFor: ({ id, state, endedAt }: RunNews): boolean => {
      const last = told.get(id);
      const now = clock.monotonic();
      if (last?.state === state && now - last.at < progressPauseMs) return false;
      if (endedAt === null) told.set(id, { state, at: now });
      else told.delete(id);
      return true;
    },
  };
};
