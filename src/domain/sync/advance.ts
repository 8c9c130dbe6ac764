import { type ClusterTime, maxClusterTime } from "../cluster-time.ts";
import type { KeyOutcomes } from "../ledger/key-outcomes.ts";
import type { ChangePlan } from "../ledger/plan-changes.ts";
import { addRoundings } from "../ledger/rounding.ts";
import type { Position } from "./change.ts";
import { type Checkpoint, type CommittedFields, committedFieldsOf } from "./checkpoint.ts";
import { addFailureCounts, type FailureCounts, openCountOf } from "./failure.ts";
import { addsUp, addTallies, type Tally } from "./tally.ts";

/** What a unit of reconciliation moves the checkpoint by. */
export type Advance = {
  readonly token: string;
  readonly asOf: ClusterTime;
  /** Change events the unit stands for; 0 when it does not come from the stream. */
  readonly events: number;
  readonly position: Position | null;
  readonly plan: ChangePlan;
};

export const advance = (checkpoint: Checkpoint, { token, asOf, events, position, plan }: Advance): CommittedFields => ({
  commitNo: checkpoint.commitNo + 1n,
  unitToken: token,
  ...(position === null ? {} : { position }),
  readFloor: maxClusterTime(checkpoint.readFloor, asOf),
  seq: checkpoint.seq + BigInt(plan.journal.length),
  tally: events === 0 ? checkpoint.tally : addTallies(checkpoint.tally, tallyOf(events, plan.outcomes)),
  ...countedFailures(checkpoint, plan.failures.shift),
  rounding: addRoundings(checkpoint.rounding, plan.rounding),
  noiseTaken: checkpoint.noiseTaken + plan.noiseTaken,
  aheadCorrected: checkpoint.aheadCorrected + plan.aheadKeys.length,
});

/** A manual entry writes one journal line and reads nothing of the source. */
export const advanceByEntry = (checkpoint: Checkpoint, token: string): CommittedFields => ({
  ...committedFieldsOf(checkpoint),
  commitNo: checkpoint.commitNo + 1n,
  unitToken: token,
  seq: checkpoint.seq + 1n,
});

/** A dismissal writes no row and reads nothing of the source: one failure is counted as something else. */
export const advanceByDismissal = (checkpoint: Checkpoint, token: string, shift: FailureCounts): CommittedFields => ({
  ...committedFieldsOf(checkpoint),
  commitNo: checkpoint.commitNo + 1n,
  unitToken: token,
  ...countedFailures(checkpoint, shift),
});

const countedFailures = (
  checkpoint: Checkpoint,
  shift: FailureCounts,
): Pick<CommittedFields, "failureCounts" | "openFailures"> => {
  const failureCounts = addFailureCounts(checkpoint.failureCounts, shift);
  return { failureCounts, openFailures: openCountOf(failureCounts) };
};

/** A rebuild of totals changes no row and reads nothing of the source. */
export const advanceByRebuild = (checkpoint: Checkpoint, token: string): CommittedFields => ({
  ...committedFieldsOf(checkpoint),
  commitNo: checkpoint.commitNo + 1n,
  unitToken: token,
});

/** Events that said nothing beyond another of the same key are what the outcomes of the keys leave over. */
const tallyOf = (events: number, outcomes: KeyOutcomes): Tally => {
  const keys = outcomes.applied + outcomes.unchanged + outcomes.notPosted + outcomes.failed;
  const tally = { ...outcomes, events, coalesced: events - keys };
  if (tally.coalesced >= 0 && addsUp(tally)) return tally;
  throw new RangeError(`${events} events cannot stand for ${keys} keys`);
};
