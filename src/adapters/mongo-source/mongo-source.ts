import type { ChangeFeed } from "../../application/ports/change-feed.ts";
import type { Clock } from "../../application/ports/clock.ts";
import type { SourceReader } from "../../application/ports/source-reader.ts";
import { type ServerKind, serverKindOf } from "../mongo-driver/inspect-server.ts";
import { translated } from "../mongo-driver/translate-error.ts";
import type { KnownDocuments } from "./known-documents.ts";
import { localFind } from "./local-find.ts";
import { createMongoChangeFeed } from "./mongo-change-feed.ts";
import { createMongoSourceReader, type MongoSourceOptions } from "./mongo-source-reader.ts";
import { createPollingClock } from "./polling-clock.ts";
import { createPollingFeed } from "./polling-feed.ts";
import { isPollingPosition } from "./polling-position.ts";
import { type PollingIntervals, serverChanged } from "./polling-rounds.ts";
import { isStreamPosition } from "./resume-token.ts";

export type MongoSource = {
  readonly source: SourceReader;
  readonly feed: ChangeFeed;
  /** Looks what kind of server it is; told anew at each opening of the feed. */
  inspect(): Promise<void>;
};

export type AnyMongoSourceOptions = MongoSourceOptions & {
  readonly timer: Clock;
  readonly ledger: KnownDocuments;
  readonly intervals: PollingIntervals;
};

type Ports = Pick<MongoSource, "source" | "feed">;

/**
 * The main database, whatever server it is on: a replica set's changes are streamed, a standalone's polled. A server may become
 * the other kind while the service runs; its feed is broken off then, and finds out when it is opened again.
 */
export const createMongoSource = (options: AnyMongoSourceOptions): MongoSource => {
  const ports = portsByKind(options);
  let kind: ServerKind | null = null;
  const inspect = async (): Promise<void> => {
    kind = await translated("source", () => serverKindOf(options.client));
  };
  const present = async (): Promise<Ports> => {
    if (kind === null) await inspect();
    return ports[kind ?? "replicated"];
  };
  return {
    inspect,
    source: {
      read: async (...args) => (await present()).source.read(...args),
      readPage: async (...args) => (await present()).source.readPage(...args),
      existing: async (...args) => (await present()).source.existing(...args),
      count: async (...args) => (await present()).source.count(...args),
      ping: async (...args) => (await present()).source.ping(...args),
    },
    feed: {
      mode: () => ports[kind ?? "replicated"].feed.mode(),
      open: async (from, signal) => {
        await inspect();
        const isOfOtherKind = kind === "standalone" ? isStreamPosition : isPollingPosition;
        if (from !== null && isOfOtherKind(from)) return serverChanged;
        return (await present()).feed.open(from, signal);
      },
    },
  };
};

const portsByKind = (options: AnyMongoSourceOptions): Readonly<Record<ServerKind, Ports>> => {
  const clock = createPollingClock(options.client.db(options.databaseName));
  return {
    replicated: { source: createMongoSourceReader(options), feed: createMongoChangeFeed(options) },
    standalone: {
      source: createMongoSourceReader(options, (db, session) => localFind(db, session, clock)),
      feed: createPollingFeed({ ...options, clock }),
    },
  };
};
