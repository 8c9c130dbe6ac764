import { BSON } from "mongodb";
import { type ClusterTime, createClusterTime } from "../../domain/cluster-time.ts";
import type { Position } from "../../domain/sync/change.ts";

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

export const positionOf = (token: ResumeToken): Position => ({
  token: BSON.EJSON.stringify(token, { relaxed: false }),
  clusterTime: clusterTimeOfToken(token),
});

/** Null when the position was not given out by a change stream. */
export const tokenOf = (position: Position): ResumeToken | null => {
  try {
    const token = BSON.EJSON.parse(position.token, { relaxed: false });
    return typeof token === "object" && token !== null && typeof token._data === "string" ? token : null;
  } catch {
    return null;
  }
};
