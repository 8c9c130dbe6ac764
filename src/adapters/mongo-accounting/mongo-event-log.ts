import { type Collection, type Db, MongoBulkWriteError } from "mongodb";
import type { EventLog, NewEvent } from "../../application/ports/event-log.ts";
import { translated } from "../mongo-driver/translate-error.ts";
import { collectionNames } from "./collections.ts";
import { documentOfEvent, type EventDocument, eventOf } from "./event-codec.ts";
import { committed, exactNumbers, longOf } from "./long.ts";
import { isDuplicateKey } from "./transaction.ts";

const majority = { writeConcern: { w: "majority" } } as const;

/**
 * Events in `sync_events`, whose `_id` is the number. A writer takes the number behind the newest he has seen; when another
 * was faster the `_id` is taken, and he looks again. So number n+1 is only ever written where n can be read, and no
 * transaction holds anything up that a killed writer would leave open.
 */
export const createMongoEventLog = (db: Db): EventLog => {
  const events = db.collection<EventDocument>(collectionNames.events);
  let newest: number | null = null;
  /** Behind this number may stand what this writer has sent and heard no reply about; null = nothing. */
  let uncertainFrom: number | null = null;

  const append = async (news: readonly NewEvent[]): Promise<void> => {
    const isRepeated = uncertainFrom !== null;
    newest ??= await newestOf(events);
    uncertainFrom ??= newest;
    let rest = isRepeated ? await unwritten(events, news, uncertainFrom) : news;
    while (rest.length > 0) {
      if ((await insertBehind(events, newest, rest)) === "all") break;
      newest = await newestOf(events);
      rest = await unwritten(events, rest, uncertainFrom);
    }
    newest += rest.length;
    uncertainFrom = null;
  };

  return {
    append: (news) =>
      translated("accounting", async () => {
        try {
          await append(news);
        } catch (error) {
          newest = null;
          throw error;
        }
      }),
    after: (id, limit) =>
      translated("accounting", async () => {
        const behind = { _id: { $gt: longOf(BigInt(id)) }, ...ofThisForm };
        return (await events.find(behind, committed).sort({ _id: 1 }).limit(limit).toArray()).map(eventOf);
      }),
    range: () =>
      translated("accounting", async () => {
        const last = await newestOf(events, committed);
        const [first] = await events
          .find(ofThisForm, { ...committed, projection: { _id: 1 } })
          .sort({ _id: 1 })
          .limit(1)
          .toArray();
        return { oldest: first === undefined ? last + 1 : Number(first._id), newest: last };
      }),
    prune: (before) =>
      translated("accounting", async () => {
        const last = await newestOf(events);
        const kept = { toldAt: { $gte: new Date(before) } };
        const [first] = await events
          .find(kept, { ...exactNumbers, projection: { _id: 1 } })
          .sort({ _id: 1 })
          .limit(1)
          .toArray();
        // By number, not by time: a clock that was set back must not leave a hole.
        const oldest = first === undefined ? last : Math.min(last, Number(first._id));
        await events.deleteMany({ _id: { $lt: longOf(BigInt(oldest)) } }, majority);
      }),
  };
};

/** What an earlier release has left there says something else; only its numbers count. */
const ofThisForm = { type: { $exists: true } } as const;

const newestOf = async (events: Collection<EventDocument>, options: object = exactNumbers): Promise<number> => {
  const [found] = await events
    .find({}, { ...options, projection: { _id: 1 } })
    .sort({ _id: -1 })
    .limit(1)
    .toArray();
  return found === undefined ? 0 : Number(found._id);
};

/** `some` = another writer has taken one of the numbers; those before it are written. */
const insertBehind = async (
  events: Collection<EventDocument>,
  newest: number,
  news: readonly NewEvent[],
): Promise<"all" | "some"> => {
  const documents = news.map((event, index) => documentOfEvent(event, newest + 1 + index));
  try {
    await events.insertMany(documents, { ordered: true, ...majority });
    return "all";
  } catch (error) {
    if (isDuplicateKey(error) || (error instanceof MongoBulkWriteError && error.code === 11000)) return "some";
    throw error;
  }
};

const unwritten = async (
  events: Collection<EventDocument>,
  news: readonly NewEvent[],
  after: number,
): Promise<readonly NewEvent[]> => {
  const mine = { _id: { $gt: longOf(BigInt(after)) }, token: { $in: news.map(({ token }) => token) } };
  const found = await events.find(mine, { ...exactNumbers, projection: { token: 1 } }).toArray();
  const written = new Set(found.map(({ token }) => token));
  return news.filter(({ token }) => !written.has(token));
};
