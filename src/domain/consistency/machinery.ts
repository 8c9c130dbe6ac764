import { type ClusterTime, secondsOf } from "../cluster-time.ts";
import { type Checkpoint, isGapOpen } from "../sync/checkpoint.ts";
import type { Finding } from "./finding.ts";
import { findingOf } from "./rules.ts";

/** A stream that is followed saves its position every half minute. Unit: s. */
export const checkpointStaleMaxS = 600;

export type Machinery = {
  readonly checkpoint: Checkpoint;
  /** Newest cluster time of the source that the check has seen; null = it has none. */
  readonly sourceTime: ClusterTime | null;
  /** `collection: fields` of each index that is not there. */
  readonly missingIndexes: readonly string[];
};

/** What the ledger needs beside its content. */
export const machineryFindings = ({ checkpoint, sourceTime, missingIndexes }: Machinery): readonly Finding[] => [
  ...staleness(checkpoint, sourceTime),
  ...gap(checkpoint),
  ...missingIndexes.map((index) =>
    findingOf("index_missing", { ...service(index), field: "", expected: "an index", found: "missing" }),
  ),
];

const service = (key: string) => ({ collection: "service", key, propertyId: null }) as const;

const staleness = ({ position, realTimeWanted }: Checkpoint, sourceTime: ClusterTime | null): readonly Finding[] => {
  if (!realTimeWanted || position === null || sourceTime === null) return [];
  const behindS = secondsOf(sourceTime) - secondsOf(position.clusterTime);
  if (behindS <= checkpointStaleMaxS) return [];
  const expected = `at most ${checkpointStaleMaxS} s behind`;
  return [
    findingOf("checkpoint_stale", {
      ...service("checkpoint"),
      field: "position",
      expected,
      found: `${behindS} s behind`,
    }),
  ];
};

const gap = (checkpoint: Checkpoint): readonly Finding[] => {
  if (!isGapOpen(checkpoint)) return [];
  const found = `open: ${checkpoint.gap?.reason ?? ""}`;
  return [findingOf("history_gap", { ...service("checkpoint"), field: "gap", expected: "closed", found })];
};
