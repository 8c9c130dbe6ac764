import {
  type ResyncReason,
  resync,
  type SyncEventType,
  syncEventTypes,
  type ToldEvent,
} from "../domain/sync/sync-event.ts";
import { AppError } from "./errors.ts";
import type { EventReading, EventTail } from "./event-tail.ts";
import type { EventLog } from "./ports/event-log.ts";

export type EventsRequest = {
  /** Id of the last event that the reader has seen; null = none. */
  readonly lastEventId: string | null;
  /** Kinds to be told of, `resync` always among them; null = all. */
  readonly types: readonly SyncEventType[] | null;
  /** Ends the reading. */
  readonly signal: AbortSignal;
};

export type FollowEventsPorts = { readonly events: EventLog; readonly tail: EventTail; readonly now: () => number };

/** Events read at once on the way to the present. */
const readMax = 500;

/**
 * Every event behind the reader's last one, in order and once, then each new one as it comes. Begins with `resync` where
 * something may be missing between what the reader has and what follows. Ends with the signal; rejects with `cancelled` when
 * the service stops or the reader is too slow: whoever comes again with his last event misses nothing.
 */
export async function* followEvents(
  ports: FollowEventsPorts,
  request: EventsRequest,
): AsyncGenerator<ToldEvent, void, undefined> {
  const { signal } = request;
  const bell = createBell(signal);
  const reading = ports.tail.join(bell.ring);
  const wanted = new Set<SyncEventType>([...(request.types ?? syncEventTypes), "resync"]);
  try {
    const { last, first } = await startOf(ports, reading, request, bell);
    if (first !== null) yield first;
    for await (const event of behind(ports, reading, last, bell)) {
      if (wanted.has(event.type)) yield event;
    }
  } catch (error) {
    // Whoever has gone is told nothing.
    if (!signal.aborted) throw reading.ended() ?? error;
  } finally {
    bell.remove();
    reading.leave();
  }
}

/** From the log until it meets what is in memory, from there on as it comes. */
async function* behind(
  { events }: FollowEventsPorts,
  reading: EventReading,
  start: number,
  bell: Bell,
): AsyncGenerator<ToldEvent, void, undefined> {
  let last = start;
  let isLive = false;
  for (;;) {
    const rung = bell.next();
    bell.signal.throwIfAborted();
    const ended = reading.ended();
    if (ended !== null) throw ended;
    const found = reading.after(last);
    if (found.kind === "gone" && isLive) throw tooSlow();
    isLive = found.kind !== "gone";
    if (found.kind === "none") await rung;
    const news = found.kind === "gone" ? await events.after(last, readMax, bell.signal) : eventsOf(found);
    for (const event of news) {
      bell.signal.throwIfAborted();
      last = event.id;
      yield event;
    }
  }
}

const eventsOf = (found: ReturnType<EventReading["after"]>): readonly ToldEvent[] =>
  found.kind === "events" ? found.events : [];

type Start = { readonly last: number; readonly first: ToldEvent | null };

const startOf = async (
  { events, now }: FollowEventsPorts,
  reading: EventReading,
  { lastEventId, signal }: EventsRequest,
  bell: Bell,
): Promise<Start> => {
  const newest = await Promise.race([reading.start, bell.gone]);
  const anew = (reason: ResyncReason, last: number): Start => ({
    last,
    first: { id: last, at: now(), ...resync(reason) },
  });
  if (lastEventId === null) return anew("subscribed", newest);
  const range = await events.range(signal);
  const known = Math.max(newest, range.newest);
  const last = numberOf(lastEventId);
  if (last === null || last > known) return anew("unknown", known);
  return last < range.oldest - 1 ? anew("expired", known) : { last, first: null };
};

/** The number that an id stands for; null for any other text. */
const numberOf = (id: string): number | null => (/^(0|[1-9]\d{0,14})$/.test(id) ? Number(id) : null);

const tooSlow = (): AppError =>
  new AppError("cancelled", "Events came faster than they were read; connect again with the last event's id.");

/** Wakes one reader: when there are news for him, and when he has gone. */
type Bell = {
  readonly signal: AbortSignal;
  readonly ring: () => void;
  /** Resolves when it is rung from now on. */
  readonly next: () => Promise<void>;
  /** Rejects when the reader has gone. */
  readonly gone: Promise<never>;
  readonly remove: () => void;
};

const createBell = (signal: AbortSignal): Bell => {
  const gone = Promise.withResolvers<never>();
  gone.promise.catch(() => undefined);
  let rung = Promise.withResolvers<void>();
  const ring = (): void => rung.resolve();
  const leave = (): void => {
    gone.reject(signal.reason);
    ring();
  };
  if (signal.aborted) leave();
  signal.addEventListener("abort", leave, { once: true });
  return {
    signal,
    ring,
    next: () => {
      rung = Promise.withResolvers();
      return rung.promise;
    },
    gone: gone.promise,
    remove: () => signal.removeEventListener("abort", leave),
  };
};
