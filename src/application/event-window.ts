import type { ToldEvent } from "../domain/sync/sync-event.ts";
import { AppError } from "./errors.ts";
import type { Clock } from "./ports/clock.ts";
import type { EventLog } from "./ports/event-log.ts";
import { untilDone } from "./until-done.ts";

/** Looked for this often while events come, less and less often while none do. Unit: ms. */
const lookEveryMinMs = 100;
const lookEveryMaxMs = 400;
/** Events read at once, and events kept in memory. */
const readMax = 500;
export const keptEventsMax = 2_000;

export type EventWindowPorts = {
  readonly events: EventLog;
  readonly clock: Clock;
  readonly random: () => number;
  readonly onError: (error: unknown) => void;
};

/** What is in memory behind an event: some, none yet, or not all of it any more. */
export type Behind =
  | { readonly kind: "events"; readonly events: readonly ToldEvent[] }
  | { readonly kind: "none" }
  | { readonly kind: "gone" };

/** The newest events in memory, read from the log until it is closed. */
export type EventWindow = {
  /** The newest event's number when the window was opened. Rejects when it is closed before that is known. */
  readonly start: Promise<number>;
  after(id: number): Behind;
  /** Looks now. */
  wake(): void;
  close(): void;
};

/** `onNews` is called whenever events have come. */
export const openEventWindow = (ports: EventWindowPorts, onNews: () => void): EventWindow => {
  const { events, clock } = ports;
  const closed = new AbortController();
  const { signal } = closed;
  let kept: readonly ToldEvent[] = [];
  let from = Number.POSITIVE_INFINITY;
  let pause = new AbortController();

  const keep = (news: readonly ToldEvent[]): void => {
    const all = [...kept, ...news];
    const dropped = all.slice(0, Math.max(0, all.length - keptEventsMax));
    kept = all.slice(dropped.length);
    from = dropped.at(-1)?.id ?? from;
    if (news.length > 0) onNews();
  };

  const keepReading = async (begun: Promise<number>): Promise<void> => {
    from = await begun;
    let newest = from;
    let pauseMs = lookEveryMinMs;
    while (!signal.aborted) {
      pause = new AbortController();
      const news = await events.after(newest, readMax, signal).catch(() => []);
      newest = news.at(-1)?.id ?? newest;
      keep(news);
      pauseMs = news.length > 0 ? lookEveryMinMs : Math.min(2 * pauseMs, lookEveryMaxMs);
      const either = AbortSignal.any([signal, pause.signal]);
      if (news.length < readMax) await clock.sleep(pauseMs, either).catch(() => undefined);
    }
  };

  // A database that is away is told of by those who move money through it.
  const range = untilDone({ ...ports, onWaiting: () => undefined }, () => events.range(signal), signal);
  const start = range.then(({ newest }) => newest);
  void keepReading(start).catch((error: unknown) => {
    if (!signal.aborted) ports.onError(error);
  });
  return {
    start,
    after: (id) => {
      if (id < from) return { kind: "gone" };
      const news = kept.filter((event) => event.id > id);
      return news.length === 0 ? { kind: "none" } : { kind: "events", events: news };
    },
    wake: () => pause.abort(),
    close: () => closed.abort(new AppError("cancelled", "Nobody reads events any more.")),
  };
};
