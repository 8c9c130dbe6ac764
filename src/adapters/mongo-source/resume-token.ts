import { BSON, type Document } from "mongodb";
import { type ClusterTime, createClusterTime } from "../../domain/cluster-time.ts";
import type { Position } from "../../domain/sync/change.ts";
import { timestampOf } from "../mongo-driver/cluster-time-codec.ts";
import type { SourceCollections } from "./source-collections.ts";

/** A server's resume token: `_data` is a hex KeyString that begins with its cluster time. */
export type ResumeToken = { readonly _data: string };

/** KeyString's type byte of a Timestamp, then seconds and increment, four bytes each, big-endian (since server 4.0.7). */
const timestampPrefix = /^82([0-9a-f]{8})([0-9a-f]{8})/i;

export const clusterTimeOfToken = (token: ResumeToken): ClusterTime => {
  const [, seconds, increment] = timestampPrefix.exec(token._data) ?? [];
  if (seconds === undefined || increment === undefined)
    throw new TypeError(`resume token of an unknown form: ${token._data.slice(0, 18)}…`);
  return createClusterTime(Number.parseInt(seconds, 16), Number.parseInt(increment, 16));
};

/** A place in the changes of certain collections: a server finds an event's token again only where its stream shows that event. */
export const positionOf = (token: ResumeToken, collections: SourceCollections): Position => ({
  token: BSON.EJSON.stringify({ ...token, watched: watchedNames(collections) }, { relaxed: false }),
  clusterTime: clusterTimeOfToken(token),
});

export const watchedNames = ({ payments, properties, owners }: SourceCollections): readonly string[] => [
  payments,
  properties,
  ...owners,
];

/** How a stream of these collections goes on from a position; null when the position was not given out by a change stream. */
export const resumption = (position: Position, collections: SourceCollections): Document | null => {
  const stored = storedToken(position);
  if (stored === null) return null;
  const { _data, watched = null } = stored;
  const isSameStream = watched === null || String(watched) === String(watchedNames(collections));
  return isSameStream ? { startAfter: { _data } } : { startAtOperationTime: timestampOf(position.clusterTime) };
};

export const isStreamPosition = (position: Position): boolean => storedToken(position) !== null;

const storedToken = (position: Position): Document | null => {
  try {
    const token = BSON.EJSON.parse(position.token, { relaxed: false });
    return typeof token === "object" && token !== null && typeof token._data === "string" ? token : null;
  } catch {
    return null;
  }
};
