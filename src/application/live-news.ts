import { type Announcer, createAnnouncer } from "./announcer.ts";
import { createEventTail, type EventTail } from "./event-tail.ts";
import type { PipelinePorts } from "./pipeline-ports.ts";
import { createStatusNews, type StatusNews } from "./status-news.ts";

/** How long what was not told yet may take when it has to come to an end: the next leader tells every reader to look anew. Unit: ms. */
const lastWordsMaxMs = 2_000;

/** What one instance tells, and those who listen to it. */
export type LiveNews = StatusNews & {
  readonly announcer: Announcer;
  readonly tail: EventTail;
  /** Resolves when everything that was told is written, or when that takes too long. */
  lastWords(): Promise<void>;
  /** Nothing is written any more. */
  close(): void;
};

export const createLiveNews = (ports: PipelinePorts, onError: (error: unknown) => void): LiveNews => {
  const closed = new AbortController();
  const tail = createEventTail({ ...ports, onError });
  const announcer = createAnnouncer({ ...ports, onError, onWritten: tail.wake }, closed.signal);
  return {
    ...createStatusNews(announcer.tell),
    announcer,
    tail,
    lastWords: async () => {
      const over = new AbortController();
      const late = ports.clock.sleep(lastWordsMaxMs, over.signal).catch(() => undefined);
      await Promise.race([announcer.flushed(), late]);
      over.abort();
    },
    close: () => closed.abort(),
  };
};
