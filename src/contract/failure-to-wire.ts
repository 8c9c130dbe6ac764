import { formatClusterTime } from "../domain/cluster-time.ts";
import type { Failure, Resolution } from "../domain/sync/failure.ts";
import type { FailureGroup } from "../domain/sync/failure-group.ts";
import type { WireFailure, WireFailureGroup } from "./failure.ts";
import { optionalTimeToWire, timeToWire } from "./time.ts";

/** A failure as an answer says it. */
export const failureToWire = (failure: Failure): WireFailure => ({
  id: failure.key,
  collection: failure.collection,
  documentId: failure.documentId,
  state: failure.state,
  code: failure.code,
  field: failure.field,
  expected: failure.expected,
  found: failure.found,
  attempts: failure.attempts,
  retries: failure.retries,
  nextRetryAt: optionalTimeToWire(failure.nextRetryAt),
  firstSeenAt: timeToWire(failure.firstSeenAt),
  lastSeenAt: timeToWire(failure.lastSeenAt),
  resolvedAt: optionalTimeToWire(failure.resolvedAt),
  resolution: failure.resolution === null ? null : resolutionToWire(failure.resolution),
  asOf: formatClusterTime(failure.asOf),
});

export const failureGroupToWire = ({ lastSeenAt, fields, ...group }: FailureGroup): WireFailureGroup => ({
  ...group,
  fields: [...fields],
  lastSeenAt: timeToWire(lastSeenAt),
});

const resolutionToWire = (resolution: Resolution): NonNullable<WireFailure["resolution"]> =>
  resolution.kind === "dismissed"
    ? { kind: resolution.kind, reason: resolution.reason, actor: resolution.actor }
    : { kind: resolution.kind, reason: null, actor: null };
