import { createClusterTime } from "../../src/domain/cluster-time.ts";
import type { Checkpoint } from "../../src/domain/sync/checkpoint.ts";
import { noFailures } from "../../src/domain/sync/failure.ts";
import { emptyTally } from "../../src/domain/sync/tally.ts";

/** A ledger that shows its source: initialised, covered, real time wanted. */
export const aCheckpoint: Checkpoint = {
  epoch: 1n,
  commitNo: 0n,
  unitToken: null,
  position: null,
  readFloor: createClusterTime(1_700_000_000, 1),
  seq: 0n,
  tally: emptyTally,
  openFailures: 0,
  failureCounts: noFailures,
  rounding: [],
  aheadCorrected: 0,
  aheadSettled: 0,
  noiseTaken: 0,
  projectionId: "p1",
  initialised: true,
  reading: 1,
  coveredReading: 1,
  realTimeWanted: true,
  realTimeStop: null,
  gap: null,
  massFailure: null,
  gapsInARow: 0,
  driftCorrected: 0,
  driftSettled: 0,
};
