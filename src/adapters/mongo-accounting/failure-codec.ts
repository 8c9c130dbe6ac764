import type { Document } from "mongodb";
import type { Failure, FailureState, Resolution } from "../../domain/sync/failure.ts";
import { clusterTimeOf, timestampOf } from "../mongo-driver/cluster-time-codec.ts";
import { bsonOfId, idOfBson } from "../mongo-driver/id-codec.ts";

export const documentOfFailure = ({ key, ...failure }: Failure): Document => ({
  ...failure,
  _id: key,
  documentId: bsonOfId(failure.documentId),
  firstSeenAt: new Date(failure.firstSeenAt),
  lastSeenAt: new Date(failure.lastSeenAt),
  nextRetryAt: dateOf(failure.nextRetryAt),
  resolvedAt: dateOf(failure.resolvedAt),
  asOf: timestampOf(failure.asOf),
});

const dateOf = (ms: number | null): Date | null => (ms === null ? null : new Date(ms));

/** Every state but resolved. */
export const openStates: readonly FailureState[] = ["open", "retrying", "quarantined"];

export const failureOf = (document: Document): Failure => ({
  key: document._id,
  collection: document.collection,
  documentId: idOfBson(document.documentId),
  state: document.state,
  code: document.code,
  field: document.field,
  expected: document.expected,
  found: document.found,
  attempts: document.attempts,
  // Absent from records that were written before failures were tried again: those are due at once.
  retries: document.retries ?? 0,
  nextRetryAt: nextRetryAtOf(document),
  firstSeenAt: document.firstSeenAt.getTime(),
  lastSeenAt: document.lastSeenAt.getTime(),
  resolvedAt: document.resolvedAt === null ? null : document.resolvedAt.getTime(),
  resolution: document.resolution ?? earlierResolution(document),
  asOf: clusterTimeOf(document.asOf),
});

const nextRetryAtOf = ({ nextRetryAt, state, lastSeenAt }: Document): number | null => {
  if (nextRetryAt === undefined) return state === "open" ? lastSeenAt.getTime() : null;
  return nextRetryAt === null ? null : nextRetryAt.getTime();
};

/** The one way in which records could end when their end was not written down yet. */
const earlierResolution = ({ state }: Document): Resolution | null =>
  state === "resolved" ? { kind: "superseded" } : null;
