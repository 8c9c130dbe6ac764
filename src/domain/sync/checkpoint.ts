import { type ClusterTime, maxClusterTime } from "../cluster-time.ts";
import type { Rounding } from "../ledger/rounding.ts";
import type { Position } from "./change.ts";
import { type FailureCounts, noFailures } from "./failure.ts";
import type { FuseCount } from "./fuse.ts";
import { emptyTally, type Tally } from "./tally.ts";

/** A stretch of source history that no stream reported; closed by the full sync that covers it. */
export type HistoryGap = {
  readonly reason: string;
  readonly detail: string;
  /** Last cluster time known to be covered, and the first one after the gap once known. */
  readonly from: ClusterTime;
  readonly to: ClusterTime | null;
  readonly openedAt: number;
  readonly closedAt: number | null;
};

/** The fuse has blown: more keys of the stream failed within its window than single documents explain. */
export type MassFailure = FuseCount & { readonly at: number };

/** Where the pipeline stands: written in the same transaction as the effects it stands for. */
export type Checkpoint = {
  /** Epoch of the leader that may commit; an older one is fenced off. */
  readonly epoch: bigint;
  /** Number of the last commit, gap-free. */
  readonly commitNo: bigint;
  /** Token of the unit committed last: tells a unit whose reply was lost that it is done. */
  readonly unitToken: string | null;
  /** Where the stream goes on; null before the first start. */
  readonly position: Position | null;
  /** Highest cluster time committed: nothing older may be committed after it. */
  readonly readFloor: ClusterTime;
  /** The journal's last `seq`. */
  readonly seq: bigint;
  readonly tally: Tally;
  /** Failures that are not resolved. */
  readonly openFailures: number;
  /** The same by state, and beside them those that were dismissed. */
  readonly failureCounts: FailureCounts;
  /** What rounding has left in the posted rows, per currency. */
  readonly rounding: Rounding;
  /** How often a payment was taken with arithmetic noise; never sinks. */
  readonly noiseTaken: number;
  /** Rows and heads found to claim a later time than the source had reached; never sinks. */
  readonly aheadCorrected: number;
  /** How many of them a full sync that found none has left behind. */
  readonly aheadSettled: number;
  /** The projection that the ledger shows; another one means: project everything anew. */
  readonly projectionId: string | null;
  /** A full sync has finished at least once. */
  readonly initialised: boolean;
  /** Counts the times that the stream began anew instead of going on: each needs a full sync that began after it. */
  readonly reading: number;
  /** The last reading that such a full sync has covered. */
  readonly coveredReading: number;
  /** What the operator last asked for. */
  readonly realTimeWanted: boolean;
  /** Who has stopped it and why; null while it is wanted. `at` is milliseconds since the epoch. */
  readonly realTimeStop: RealTimeStop | null;
  /** The gap that is open, or the last one. */
  readonly gap: HistoryGap | null;
  /** Why real time has paused itself; null once an operator has let it go on. */
  readonly massFailure: MassFailure | null;
  /** Full syncs after lost history in a row, without a commit of the stream between them. */
  readonly gapsInARow: number;
  /** Corrections of keys that the stream had not reported. */
  readonly driftCorrected: number;
  /** Those of them that were made before the newest check that found the ledger right. */
  readonly driftSettled: number;
};

export type RealTimeStop = { readonly actor: string; readonly reason: string | null; readonly at: number };

/** What a commit moves, in the transaction of its effects. */
export type CommittedFields = Pick<
  Checkpoint,
  | "commitNo"
  | "unitToken"
  | "readFloor"
  | "seq"
  | "tally"
  | "openFailures"
  | "failureCounts"
  | "rounding"
  | "noiseTaken"
  | "aheadCorrected"
> & {
  /** Only where the commit moves it: another position may have been set meanwhile. */
  readonly position?: Position;
};

export const committedFieldsOf = (checkpoint: Checkpoint): CommittedFields => {
  const { commitNo, unitToken, readFloor, seq, tally, rounding, noiseTaken, aheadCorrected } = checkpoint;
  const { openFailures, failureCounts } = checkpoint;
  const failures = { openFailures, failureCounts };
  return { commitNo, unitToken, readFloor, seq, tally, ...failures, rounding, noiseTaken, aheadCorrected };
};

/** What the last commit had moved, for a writer whose reply was lost. */
export const lastCommitOf = (checkpoint: Checkpoint): CommittedFields => ({
  ...committedFieldsOf(checkpoint),
  ...(checkpoint.position === null ? {} : { position: checkpoint.position }),
});

/** The checkpoint after a commit. The floor never sinks, whatever was set meanwhile. */
export const afterCommit = (checkpoint: Checkpoint, fields: CommittedFields): Checkpoint => ({
  ...checkpoint,
  ...fields,
  readFloor: maxClusterTime(checkpoint.readFloor, fields.readFloor),
});

// Safe: before the first commit no time has been committed.
const noTime = 0n as ClusterTime;

export const firstCheckpoint: Checkpoint = {
  epoch: 0n,
  commitNo: 0n,
  unitToken: null,
  position: null,
  readFloor: noTime,
  seq: 0n,
  tally: emptyTally,
  openFailures: 0,
  failureCounts: noFailures,
  rounding: [],
  noiseTaken: 0,
  aheadCorrected: 0,
  aheadSettled: 0,
  projectionId: null,
  initialised: false,
  reading: 0,
  coveredReading: 0,
  realTimeWanted: true,
  realTimeStop: null,
  gap: null,
  massFailure: null,
  gapsInARow: 0,
  driftCorrected: 0,
  driftSettled: 0,
};

/** What may be set outside a commit: wishes and states, never effects. */
export type CheckpointPatch = Partial<
  Pick<
    Checkpoint,
    | "position"
    | "projectionId"
    | "initialised"
    | "reading"
    | "coveredReading"
    | "realTimeWanted"
    | "realTimeStop"
    | "gap"
    | "massFailure"
    | "gapsInARow"
    | "driftCorrected"
    | "driftSettled"
    | "aheadSettled"
  >
>;

/** Changes were missed, and no full sync has made up for them yet. */
export const isGapOpen = ({ gap }: Checkpoint): boolean => gap !== null && gap.closedAt === null;

/** Nothing older may be read: what has been committed, and where the stream goes on. */
export const floorOf = ({ readFloor, position }: Checkpoint): ClusterTime =>
  position === null ? readFloor : maxClusterTime(readFloor, position.clusterTime);

/** Whatever the stream's present reading does not show has been shown by a full sync. */
export const isCovered = ({ initialised, reading, coveredReading }: Checkpoint): boolean =>
  initialised && coveredReading === reading;
