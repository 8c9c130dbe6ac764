import type { ClusterTime } from "../../domain/cluster-time.ts";
import type { Position } from "../../domain/sync/change.ts";

/** Where a polling feed goes on. */
export type PollingPlace = {
  /** Everything dated before this has been told. By the main database server's clock, milliseconds since the epoch. */
  readonly since: number;
  /** Grows with each item, so that no two places of a feed are the same. */
  readonly item: number;
};

export const pollingPosition = ({ since, item }: PollingPlace, clusterTime: ClusterTime): Position => ({
  token: JSON.stringify({ kind: "polling", since, item }),
  clusterTime,
});

/** Null when the position was given by another kind of feed. */
export const pollingPlaceOf = ({ token }: Position): PollingPlace | null => {
  try {
    const { kind, since, item } = JSON.parse(token);
    return kind === "polling" && Number.isSafeInteger(since) && Number.isSafeInteger(item) ? { since, item } : null;
  } catch {
    return null;
  }
};

export const isPollingPosition = (position: Position): boolean => pollingPlaceOf(position) !== null;
