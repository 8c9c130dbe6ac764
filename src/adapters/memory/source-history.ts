import type { LostHistoryReason } from "../../application/ports/change-feed.ts";
import { type ClusterTime, createClusterTime, incrementOf, secondsOf } from "../../domain/cluster-time.ts";
import type { Change } from "../../domain/sync/change.ts";

/** What the oplog of the in-memory source says, in order. `seq` counts from 1 without gaps. */
export type HistoryEvent = { readonly seq: number; readonly at: ClusterTime } & (
  | { readonly kind: "change"; readonly change: Change }
  | { readonly kind: "lost"; readonly reason: LostHistoryReason; readonly detail: string }
);

type Unnumbered<Event> = Event extends HistoryEvent ? Omit<Event, "seq" | "at"> : never;

/** The one sequence of everything that happened, with the cluster's clock. */
export type SourceHistory = {
  readonly events: readonly HistoryEvent[];
  now(): ClusterTime;
  /** Runs `write` at the next cluster time; inside another `write`, at that one's. */
  write(write: (at: ClusterTime) => void): ClusterTime;
  /** Only inside `write`. */
  record(event: Unnumbered<HistoryEvent>): void;
  /** Resolves at the end of the next write. */
  news(): Promise<void>;
};

/** `now`: the server's wall clock, milliseconds since the epoch. Cluster times never go back when it does. */
export const createSourceHistory = (now: () => number): SourceHistory => {
  const events: HistoryEvent[] = [];
  let clusterTime = createClusterTime(Math.floor(now() / 1_000), 1);
  let writing = false;
  let news = Promise.withResolvers<void>();

  return {
    events,
    now: () => clusterTime,
    write: (write) => {
      if (writing) write(clusterTime);
      else {
        clusterTime = nextClusterTime(clusterTime, now());
        writing = true;
        try {
          write(clusterTime);
        } finally {
          writing = false;
          news.resolve();
          news = Promise.withResolvers<void>();
        }
      }
      return clusterTime;
    },
    record: (event) => {
      events.push(Object.freeze({ ...event, seq: events.length + 1, at: clusterTime }));
    },
    news: () => news.promise,
  };
};

const nextClusterTime = (last: ClusterTime, nowMs: number): ClusterTime => {
  const seconds = Math.floor(nowMs / 1_000);
  return seconds > secondsOf(last)
    ? createClusterTime(seconds, 1)
    : createClusterTime(secondsOf(last), incrementOf(last) + 1);
};
