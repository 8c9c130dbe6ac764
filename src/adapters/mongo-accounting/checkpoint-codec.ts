import type { Document } from "mongodb";
import type { CurrencyRounding } from "../../domain/ledger/rounding.ts";
import type { Checkpoint, HistoryGap } from "../../domain/sync/checkpoint.ts";
import { noFailures } from "../../domain/sync/failure.ts";
import { clusterTimeOf, timestampOf } from "../mongo-driver/cluster-time-codec.ts";
import { longOf } from "./long.ts";

/** The stored form of those fields that are given. */
export const documentOfCheckpoint = (checkpoint: Partial<Checkpoint>): Document => {
  const { ...document }: Document = checkpoint;
  const { position, readFloor, gap, massFailure, realTimeStop, rounding } = checkpoint;
  for (const field of ["epoch", "commitNo", "seq"]) {
    if (document[field] !== undefined) document[field] = longOf(document[field]);
  }
  if (readFloor !== undefined) document.readFloor = timestampOf(readFloor);
  if (position) document.position = { token: position.token, clusterTime: timestampOf(position.clusterTime) };
  if (gap) document.gap = documentOfGap(gap);
  if (massFailure) document.massFailure = { ...massFailure, at: new Date(massFailure.at) };
  if (realTimeStop) document.realTimeStop = { ...realTimeStop, at: new Date(realTimeStop.at) };
  if (rounding !== undefined) document.rounding = rounding.map(documentOfRounding);
  return document;
};

const documentOfGap = (gap: HistoryGap): Document => ({
  ...gap,
  from: timestampOf(gap.from),
  to: gap.to === null ? null : timestampOf(gap.to),
  openedAt: new Date(gap.openedAt),
  closedAt: gap.closedAt === null ? null : new Date(gap.closedAt),
});

const documentOfRounding = (rounding: CurrencyRounding): Document => ({
  ...rounding,
  residualMicroMinor: longOf(rounding.residualMicroMinor),
});

/** Expects `exactNumbers` decoding. */
export const checkpointOf = (document: Document): Checkpoint => ({
  epoch: document.epoch,
  commitNo: document.commitNo,
  unitToken: document.unitToken,
  position:
    document.position === null
      ? null
      : { token: document.position.token, clusterTime: clusterTimeOf(document.position.clusterTime) },
  readFloor: clusterTimeOf(document.readFloor),
  seq: document.seq,
  tally: document.tally,
  openFailures: document.openFailures,
  // Absent from checkpoints that were written before they were counted: all that are open were met once then.
  failureCounts: document.failureCounts ?? { ...noFailures, open: document.openFailures },
  rounding: document.rounding ?? [],
  noiseTaken: document.noiseTaken ?? 0,
  aheadCorrected: document.aheadCorrected ?? 0,
  aheadSettled: document.aheadSettled ?? 0,
  projectionId: document.projectionId,
  initialised: document.initialised,
  reading: document.reading,
  coveredReading: document.coveredReading,
  realTimeWanted: document.realTimeWanted,
  realTimeStop: document.realTimeStop ? { ...document.realTimeStop, at: document.realTimeStop.at.getTime() } : null,
  gap: document.gap === null ? null : gapOf(document.gap),
  massFailure: document.massFailure ? { ...document.massFailure, at: document.massFailure.at.getTime() } : null,
  gapsInARow: document.gapsInARow,
  driftCorrected: document.driftCorrected,
  driftSettled: document.driftSettled ?? 0,
});

const gapOf = (document: Document): HistoryGap => ({
  reason: document.reason,
  detail: document.detail,
  from: clusterTimeOf(document.from),
  to: document.to === null ? null : clusterTimeOf(document.to),
  openedAt: document.openedAt.getTime(),
  closedAt: document.closedAt === null ? null : document.closedAt.getTime(),
});
