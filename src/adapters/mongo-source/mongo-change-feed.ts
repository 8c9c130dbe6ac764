import { type BSON, type ClientSession, type Db, type Document, MongoServerError } from "mongodb";
import { AppError } from "../../application/errors.ts";
import {
  type ChangeFeed,
  changeStreamMode,
  type FeedItem,
  type OpenFeed,
} from "../../application/ports/change-feed.ts";
import type { Position } from "../../domain/sync/change.ts";
import { cursorOf } from "../mongo-driver/raw-cursor.ts";
import { translated, translateError } from "../mongo-driver/translate-error.ts";
import { changeStreamPipeline, feedItemsOf } from "./change-events.ts";
import type { MongoSourceOptions } from "./mongo-source-reader.ts";
import { positionOf, type ResumeToken, resumption } from "./resume-token.ts";
import type { SourceCollections } from "./source-collections.ts";
import { unlessAborted } from "./unless-aborted.ts";

/** Events asked for in one reply: large replies are what makes draining a backlog cheap. */
const batchSizeMax = 5_000;
/** How long the server holds an empty reply back. */
const maxAwaitTimeMs = 1_000;

/**
 * BSONObjectTooLarge: the server (6.0) fills a reply with events up to its limit, and does not count the token behind them, which
 * repeats the id of the last.
 */
const replyTooLargeCode = 10_334;

/** Codes that say the history between a position and now is gone, or that the position means nothing here. */
const historyLostCodes: ReadonlySet<unknown> = new Set([286, 280, 260, 50811, 464, 136]);

/**
 * One change stream over the main database, read by its own `getMore` commands: a reply is exactly what is there now, so
 * a single change is handed on at once and a backlog in large pieces, without ever asking whether more is waiting.
 */
export const createMongoChangeFeed = ({ client, databaseName, collections }: MongoSourceOptions): ChangeFeed => {
  const db = client.db(databaseName);
  // Stays when the stream is opened anew after a reply that was too large, and grows again with each that is not.
  const replySize = { events: batchSizeMax };
  return {
    mode: () => changeStreamMode,
    open: async (from) => {
      const start = from === null ? {} : resumption(from, collections);
      if (start === null) return unusable;
      const session = client.startSession({ causalConsistency: false });
      try {
        return await openStream({ db, session, collections, replySize }, from, start);
      } catch (error) {
        await session.endSession();
        if (isHistoryLost(error)) return historyLost(error);
        const told = translateError(error, "source");
        // Neither away nor forbidden: the server can make nothing of the token (codes differ by what is wrong with it).
        if (from !== null && error instanceof MongoServerError && told === error)
          return { ...unusable, detail: error.message };
        throw told;
      }
    },
  };
};

const unusable: Extract<FeedItem, { kind: "history_lost" }> = {
  kind: "history_lost",
  reason: "token_unusable",
  detail: "the stored position was not given out by a change stream",
};

type Stream = {
  readonly db: Db;
  readonly session: ClientSession;
  readonly collections: SourceCollections;
  readonly replySize: { events: number };
};

const openStream = async (stream: Stream, from: Position | null, start: Document): Promise<OpenFeed> => {
  const { db, session, collections } = stream;
  const pipeline = changeStreamPipeline(collections, start);
  // An empty first reply: it comes at once and carries the position from which this reading begins.
  const opened = await db.command({ aggregate: 1, pipeline, cursor: { batchSize: 0 } }, { session, raw: true });
  const reply = cursorOf(opened, "firstBatch");
  const waiting: FeedItem[] = [];
  return {
    start: from ?? positionOf(tokenOfReply(reply), collections),
    next: async (signal, changesMax = batchSizeMax) => {
      const known = waiting.shift();
      if (known !== undefined) return known;
      const [first, ...others] = await unlessAborted(readReply(stream, reply.id, changesMax), signal);
      waiting.push(...others);
      return first ?? { kind: "history_lost", reason: "stream_invalidated", detail: "the stream gave an empty answer" };
    },
    close: async () => {
      await db.command({ killCursors: "$cmd.aggregate", cursors: [reply.id] }, { session }).catch(() => undefined);
      await session.endSession();
    },
  };
};

const readReply = async (
  { db, session, collections, replySize }: Stream,
  cursorId: BSON.Long,
  changesMax: number,
): Promise<readonly FeedItem[]> => {
  const batchSize = Math.min(replySize.events, changesMax);
  try {
    const more = { getMore: cursorId, collection: "$cmd.aggregate", batchSize, maxTimeMS: maxAwaitTimeMs };
    const reply = cursorOf(await db.command(more, { session, ...undecoded }), "nextBatch");
    replySize.events = Math.min(batchSizeMax, 2 * replySize.events);
    return feedItemsOf(reply.batch, tokenOfReply(reply), collections);
  } catch (error) {
    if (isHistoryLost(error)) return [historyLost(error)];
    if (error instanceof MongoServerError && error.code === replyTooLargeCode) {
      if (batchSize === 1) return [tooLargeEvent];
      replySize.events = 1;
      throw new AppError(
        "source_unavailable",
        "A reply of the main database's change stream was too large: it is read again, event by event.",
      );
    }
    return translated("source", () => Promise.reject(error));
  }
};

/** The server cuts what an error quotes, also in the middle of a character. */
const undecoded = { raw: true, enableUtf8Validation: false };

const tooLargeEvent: Extract<FeedItem, { kind: "history_lost" }> = {
  kind: "history_lost",
  reason: "stream_invalidated",
  detail: "a document was changed whose _id is so long that the server cannot send the event",
};

const tokenOfReply = (reply: { readonly postBatchResumeToken: ResumeToken | null }): ResumeToken => {
  if (reply.postBatchResumeToken === null) throw new TypeError("the server's reply carries no resume token");
  return reply.postBatchResumeToken;
};

const isHistoryLost = (error: unknown): boolean =>
  error instanceof MongoServerError && historyLostCodes.has(error.code);

const historyLost = (error: unknown): Extract<FeedItem, { kind: "history_lost" }> => {
  const code = error instanceof MongoServerError ? error.code : undefined;
  const reason = code === 260 || code === 50811 ? "token_unusable" : "oplog_truncated";
  return { kind: "history_lost", reason, detail: error instanceof Error ? error.message : String(error) };
};
