import type { ClusterTime } from "../cluster-time.ts";
import type { Failure, FailureReason, Resolution } from "./failure.ts";

const minuteMs = 60_000;

/** Pauses before the planned retries, counted from the try before; after the last one a failure is quarantined. Unit: ms. */
export const retryPausesMs: readonly number[] = [1, 5, 30, 120, 720].map((minutes) => minutes * minuteMs);

/** One look at a document that could not be projected. */
export type FailedLook = {
  readonly reason: FailureReason;
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly asOf: ClusterTime;
  /** Looked at only to try again, not because something was heard of it. */
  readonly isRetry: boolean;
};

type Life = Omit<Failure, "key" | "collection" | "documentId">;

export const begunLife = ({ reason, at, asOf }: FailedLook): Life => ({
  ...reason,
  state: "open",
  attempts: 1,
  retries: 0,
  nextRetryAt: at + pauseMs(0),
  firstSeenAt: at,
  lastSeenAt: at,
  resolvedAt: null,
  resolution: null,
  asOf,
});

/**
 * The same document failed once more. Another reason means another document, whose retries begin anew; a planned retry that
 * was due brings the next one, and what a person or a full sync tries between them leaves the plan as it is.
 */
export const seenAgain = (known: Failure, look: FailedLook): Failure => {
  const seen = { ...known, ...look.reason, attempts: known.attempts + 1, lastSeenAt: look.at, asOf: look.asOf };
  if (!isSameReason(known, look.reason)) {
    return { ...seen, state: "open", retries: 0, nextRetryAt: look.at + pauseMs(0) };
  }
  const wasDue = known.nextRetryAt !== null && known.nextRetryAt <= look.at;
  if (look.isRetry && wasDue) return { ...seen, ...retriedInVain(known.retries + 1, look.at) };
  return look.isRetry && known.state === "open" ? { ...seen, state: "retrying" } : seen;
};

const retriedInVain = (retries: number, at: number): Pick<Failure, "state" | "retries" | "nextRetryAt"> =>
  retries >= retryPausesMs.length
    ? { state: "quarantined", retries, nextRetryAt: null }
    : { state: "retrying", retries, nextRetryAt: at + pauseMs(retries) };

const pauseMs = (retries: number): number => retryPausesMs[retries] ?? 0;

export const isSameReason = (a: FailureReason, b: FailureReason): boolean =>
  a.code === b.code && a.field === b.field && a.expected === b.expected && a.found === b.found;

/** Also ends what a person has dismissed: its document is right, and the next mistake in it is a new one. */
export const resolvedFailure = (known: Failure, resolution: Resolution, at: number): Failure => ({
  ...known,
  state: "resolved",
  nextRetryAt: null,
  resolvedAt: at,
  resolution,
});

/**
 * A dismissed failure stays dismissed for as long as nothing is known to have changed: the reason is the same, and the stream
 * has not reported the document since. A change of the document is asked about again even where its mistake looks the same:
 * an amount that was nonsense may be money by now.
 */
export const staysDismissed = (known: Failure, reason: FailureReason, isReported: boolean): boolean =>
  !isReported && isSameReason(known, reason);
