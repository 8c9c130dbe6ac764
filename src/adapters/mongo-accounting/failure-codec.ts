import type { Document } from "mongodb";
import type { Failure } from "../../domain/sync/failure.ts";
import { clusterTimeOf, timestampOf } from "../mongo-driver/cluster-time-codec.ts";
import { bsonOfId, idOfBson } from "../mongo-driver/id-codec.ts";

export const documentOfFailure = ({ key, ...failure }: Failure): Document => ({
  ...failure,
  _id: key,
  documentId: bsonOfId(failure.documentId),
  firstSeenAt: new Date(failure.firstSeenAt),
  lastSeenAt: new Date(failure.lastSeenAt),
  resolvedAt: failure.resolvedAt === null ? null : new Date(failure.resolvedAt),
  asOf: timestampOf(failure.asOf),
});

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
  firstSeenAt: document.firstSeenAt.getTime(),
  lastSeenAt: document.lastSeenAt.getTime(),
  resolvedAt: document.resolvedAt === null ? null : document.resolvedAt.getTime(),
  asOf: clusterTimeOf(document.asOf),
});
