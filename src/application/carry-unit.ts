import { type ClusterTime, maxClusterTime } from "../domain/cluster-time.ts";
import type { CoalescedChanges } from "../domain/sync/change.ts";
import type { CommittedFields } from "../domain/sync/checkpoint.ts";
import type { DocumentKey } from "../domain/sync/failure.ts";
import { AppError } from "./errors.ts";
import { type IsolatePorts, isBug, isolateBug, tellBugs } from "./isolate-bug.ts";
import type { CommitResult, LedgerBatch, ReconcileBatch } from "./ports/accounting-sink.ts";
import { type Outdated, reconcile } from "./reconcile.ts";
import { type RetryPorts, retryTransient } from "./retry-transient.ts";

/** A piece of work on its way to the ledger. */
export type Unit = {
  /** Reads and projects the source at `floor` or later. Called when the unit's turn has come, again if the source moved on. */
  read(floor: ClusterTime, signal: AbortSignal): Promise<LedgerBatch>;
  /** Changes that the source has reported: the unit takes them now that its turn has come. Absent: it was asked for here. */
  changes?(): CoalescedChanges;
  /** Called at once when the unit has failed for good, before the unit behind it may commit. */
  onFailure?(error: unknown): void;
};

export type UnitResult = Exclude<CommitResult, { kind: "incomplete" | "fenced" }>;

/** The two times that keep the lane in order. */
export type Floors = {
  /** Highest given to a unit: nothing older is read. */
  read: ClusterTime;
  /** Highest committed: nothing older is committed. */
  committed: ClusterTime;
};

export type CarryPorts = IsolatePorts &
  RetryPorts & {
    readonly floors: Floors;
    /** `ahead`: keys whose row or head claimed to show a time that the source had not reached. */
    readonly onCommitted: (checkpoint: CommittedFields, ahead: readonly DocumentKey[]) => void;
    /** Called for every unit that has not failed, in the order of the lane. */
    readonly onCarried?: (unit: CarriedUnit) => void;
  };

export type CarriedUnit = {
  readonly batch: LedgerBatch;
  readonly result: UnitResult;
  /** From the beginning of its reading to its commit. */
  readonly durationMs: number;
  /** When the source wrote the oldest change in it; null when it has none. Milliseconds since the epoch. */
  readonly oldestChangeAt: number | null;
};

/** Between two looks at a server whose newest snapshot is still behind the floor. Unit: ms. */
const staleSnapshotPauseMs = 10;

/** Reads a unit at the floor or later, and raises the floor to what it was read at. */
export const readUnit = async (ports: CarryPorts, unit: Unit, signal: AbortSignal): Promise<LedgerBatch> => {
  const { floors } = ports;
  for (;;) {
    const batch = await retryTransient(ports, () => unit.read(floors.read, signal), signal);
    if (batch.kind !== "reconcile") return batch;
    if (batch.cut.asOf >= floors.read) {
      floors.read = batch.cut.asOf;
      tellBugs(ports, batch);
      return batch;
    }
    // A snapshot older than one already given out would take the ledger back: it is read again when the server has moved on.
    await ports.clock.sleep(staleSnapshotPauseMs, signal);
  }
};

/** Commits what was read; a unit that was read before its predecessor had to be read again is read again too. */
export const commitUnit = async (
  ports: CarryPorts,
  unit: Unit,
  read: LedgerBatch,
  signal: AbortSignal,
): Promise<UnitResult> => {
  const { floors } = ports;
  let batch = read;
  for (;;) {
    if (isStale(batch, floors)) batch = await readUnit(ports, unit, signal);
    const result = await retryTransient(ports, () => commitOnce(ports, batch, signal), signal);
    if (result.kind === "fenced") throw fencedOff();
    if (result.kind !== "outdated") return settle(ports, batch, result);
    floors.read = maxClusterTime(floors.read, result.newest);
    batch = await readUnit(ports, unit, signal);
  }
};

export const fencedOff = (): AppError =>
  new AppError("fenced", "Another instance has taken over the ledger; this one no longer writes.");

const isStale = (batch: LedgerBatch, floors: Floors): boolean =>
  batch.kind === "reconcile" && batch.cut.asOf < floors.committed;

type Attempt = Exclude<CommitResult, { kind: "incomplete" }> | Outdated;

const commitOnce = async (ports: CarryPorts, batch: LedgerBatch, signal: AbortSignal): Promise<Attempt> => {
  if (batch.kind === "reconcile") return reconcileSound(ports, batch, signal);
  const result = await ports.sink.commit(batch, signal);
  if (result.kind === "incomplete") throw new Error("what reads no source documents cannot lack any");
  return result;
};

/** A document by which the unit breaks is made a failure of its own, and the others go on. */
const reconcileSound = async (ports: CarryPorts, batch: ReconcileBatch, signal: AbortSignal): Promise<Attempt> => {
  try {
    return await reconcile(ports, batch, signal);
  } catch (error) {
    signal.throwIfAborted();
    if (!isBug(error)) throw error;
    const isolated = await isolateBug(ports, batch, error, signal);
    if (isolated.kind === "outdated") return isolated;
    const result = await reconcile(ports, isolated, signal);
    if (result.kind !== "outdated") tellBugs(ports, isolated);
    return result;
  }
};

const settle = ({ floors, onCommitted }: CarryPorts, batch: LedgerBatch, result: UnitResult): UnitResult => {
  if (batch.kind === "reconcile") floors.committed = maxClusterTime(floors.committed, batch.cut.asOf);
  if ("checkpoint" in result) onCommitted(result.checkpoint, "aheadKeys" in result ? (result.aheadKeys ?? []) : []);
  return result;
};
