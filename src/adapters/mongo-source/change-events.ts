import { BSON, type Document } from "mongodb";
import type { FeedItem, LostHistoryReason } from "../../application/ports/change-feed.ts";
import { secondsOf } from "../../domain/cluster-time.ts";
import type { SourceCollection } from "../../domain/source/source-cut.ts";
import type { Change } from "../../domain/sync/change.ts";
import { clusterTimeOf } from "../mongo-driver/cluster-time-codec.ts";
import { idOfBson } from "../mongo-driver/id-codec.ts";
import { keyedOperations, readChange } from "./read-change.ts";
import { positionOf, type ResumeToken, watchedNames } from "./resume-token.ts";
import type { SourceCollections } from "./source-collections.ts";

/** The stream names keys and times only: no documents, no personal data, no event larger than its key. */
export const changeStreamPipeline = (collections: SourceCollections, resumption: Document): Document[] => {
  const names = { $in: watchedNames(collections) };
  return [
    { $changeStream: resumption },
    {
      $match: {
        $or: [{ "ns.coll": names }, { "to.coll": names }, { operationType: { $in: ["dropDatabase", "invalidate"] } }],
      },
    },
    { $project: { operationType: 1, documentKey: 1, ns: 1, to: 1, clusterTime: 1, wallTime: 1 } },
  ];
};

const lostReasons: Readonly<Record<string, LostHistoryReason>> = {
  drop: "collection_dropped",
  rename: "collection_renamed",
  dropDatabase: "database_dropped",
  invalidate: "stream_invalidated",
};

/** What one reply of the server says: its changes, and after them the first event that names no key, if there is one. */
export const feedItemsOf = (
  events: readonly Uint8Array[],
  replyToken: ResumeToken,
  collections: SourceCollections,
): readonly FeedItem[] => {
  const collectionOf = collectionLookup(collections);
  const changes: Change[] = [];
  for (const [index, raw] of events.entries()) {
    const read = readChange(raw, collectionOf);
    const event = read === null ? BSON.deserialize(raw) : null;
    if (event !== null && !keyedOperations.has(event.operationType)) {
      const last = events[index - 1];
      const before: FeedItem[] =
        last === undefined ? [] : [{ kind: "changes", changes, position: positionOf(tokenOf(last), collections) }];
      return [...before, lostHistory(event)];
    }
    if (read !== null) changes.push(read);
    else if (event !== null) changes.push(changeOf(event, collectionOf(event.ns.coll)));
  }
  return [{ kind: "changes", changes, position: positionOf(replyToken, collections) }];
};

const tokenOf = (raw: Uint8Array): ResumeToken => {
  const { _id } = BSON.deserialize(raw);
  // Safe: an event's id is its resume token.
  return _id as ResumeToken;
};

export const changeOf = (event: Document, collection: SourceCollection): Change => {
  const clusterTime = clusterTimeOf(event.clusterTime);
  return {
    collection,
    id: idOfBson(event.documentKey._id),
    clusterTime,
    // Servers before 6.0 do not say when an event was written; its cluster time is that to the second.
    wallTime: event.wallTime instanceof Date ? event.wallTime.getTime() : secondsOf(clusterTime) * 1_000,
    inserted: event.operationType === "insert",
  };
};

const lostHistory = (event: Document): FeedItem => {
  const target = event.to === undefined ? "" : ` to ${event.to.coll}`;
  const name = event.ns?.coll === undefined ? "" : ` of ${event.ns.coll}${target}`;
  return {
    kind: "history_lost",
    reason: lostReasons[event.operationType] ?? "stream_invalidated",
    detail: `the main database reported “${event.operationType}”${name}`,
  };
};

const collectionLookup = (collections: SourceCollections): ((name: string) => SourceCollection) => {
  const known = new Map<string, SourceCollection>(collections.owners.map((name) => [name, "owners"]));
  known.set(collections.payments, "payments").set(collections.properties, "properties");
  return (name) => known.get(name) ?? "owners";
};
