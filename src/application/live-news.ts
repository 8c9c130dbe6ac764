import { type Announcer, createAnnouncer } from "./announcer.ts";
import { createEventTail, type EventTail } from "./event-tail.ts";
import { createHistoryKeeper, type HistoryKeeper, type HistoryKeeperPorts } from "./history-keeper.ts";
import { createHistoryMeter } from "./history-meter.ts";
import type { PipelinePorts } from "./pipeline-ports.ts";
import { createStatusNews, type StatusNews } from "./status-news.ts";

/** How long what was not told yet may take when it has to come to an end: the next leader tells every reader to look anew. Unit: ms. */
const lastWordsMaxMs = 2_000;

/** What one instance tells, and those who listen to it. */
export type LiveNews = StatusNews & {
  readonly announcer: Announcer;
  readonly tail: EventTail;
  /** Writes down, until the signal ends the term, what is told and observed. */
  keepHistory(term: Pick<HistoryKeeperPorts, "epoch" | "errors">, signal: AbortSignal): void;
  /** Resolves when everything that was told is written, or when that takes too long. */
  lastWords(): Promise<void>;
  /** Nothing is written any more. */
  close(): void;
};

export const createLiveNews = (ports: PipelinePorts, onError: (error: unknown) => void): LiveNews => {
  const closed = new AbortController();
  const tail = createEventTail({ ...ports, onError });
  const meter = createHistoryMeter();
  let keeper: HistoryKeeper | null = null;
  const announcer = createAnnouncer({ ...ports, onError, onWritten: tail.wake }, closed.signal);
  const tell: Announcer["tell"] = (event) => {
    meter.heard(event);
    announcer.tell(event);
  };
  const { observed } = createStatusNews(tell);
  return {
    observed: (observation, newestCheck, now) => {
      meter.observed(observation.stats.status.realTime.lagMs);
      observed(observation, newestCheck, now);
    },
    announcer: { ...announcer, tell },
    tail,
    keepHistory: (term, signal) => {
      keeper = createHistoryKeeper({ ...ports, ...term, meter }, signal);
      void keeper.keep();
    },
    lastWords: async () => {
      const over = new AbortController();
      const late = ports.clock.sleep(lastWordsMaxMs, over.signal).catch(() => undefined);
      await Promise.race([Promise.all([announcer.flushed(), keeper?.lastWords()]), late]);
      over.abort();
    },
    close: () => closed.abort(),
  };
};
