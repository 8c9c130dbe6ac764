import type { ClusterTime } from "../domain/cluster-time.ts";
import { type Checkpoint, type CheckpointPatch, isCovered } from "../domain/sync/checkpoint.ts";
import type { DocumentKey } from "../domain/sync/failure.ts";
import type { Run } from "../domain/sync/run.ts";
import { createDriftWatch } from "./drift-watch.ts";
import { AppError } from "./errors.ts";
import { createFullSyncs, type FullSyncs, provesCoverage } from "./full-syncs.ts";
import { createLane, type Lane } from "./lane.ts";
import type { UnitDone } from "./outbox.ts";
import type { PipelineOptions, PipelinePorts } from "./pipeline-ports.ts";
import { createRealTime, type RealTime } from "./real-time.ts";
import { createStreamMeter, type StreamMeter } from "./stream-meter.ts";

/** One leader's time in office: everything that writes, bound to one epoch and ended by one signal. */
export type LeaderTerm = {
  readonly epoch: bigint;
  /** Aborted when the term is over. */
  readonly signal: AbortSignal;
  readonly lane: Lane;
  readonly realTime: RealTime;
  readonly fullSyncs: FullSyncs;
  readonly meter: StreamMeter;
  checkpoint(): Checkpoint;
  patchCheckpoint(patch: CheckpointPatch): Promise<void>;
  /** The error of a database that is being waited for; null when all answer. */
  waitingFor(): unknown;
  /** The newest full sync that is over. */
  lastFullSync(): Run | null;
};

export type TermPorts = PipelinePorts & {
  readonly epoch: bigint;
  /** Ends everything: the right to write is gone. */
  readonly abandon: AbortController;
  readonly onError: (error: unknown) => void;
};

/** Chunks of a full sync: small beside a live stream, so that lag stays in its objective. Unit: documents. */
const chunkBesideStream = 1_000;
const chunkAlone = 5_000;

export const beginTerm = async (ports: TermPorts, options: PipelineOptions): Promise<LeaderTerm> => {
  const { epoch, sink, abandon } = ports;
  const { signal } = abandon;
  let checkpoint = await sink.takeOver(epoch, signal);
  let lastFullSync = await newestFullSync(ports);
  let waiting: unknown = null;
  const meter = createStreamMeter(ports.clock);
  const drift = createDriftWatch();

  const onWaiting = (error: unknown): void => {
    if (error !== null && waiting === null) ports.onError(error);
    waiting = error;
  };
  const patchCheckpoint = async (patch: CheckpointPatch): Promise<void> => {
    checkpoint = { ...checkpoint, ...patch };
    if ((await sink.patchCheckpoint(epoch, patch, signal)) === "patched") return;
    abandon.abort(fencedOff());
    throw fencedOff();
  };
  const shared = { ...ports, onWaiting, rules: options.rules, projectionId: options.projectionId };
  const lane = createLane({ ...shared, onCommitted: (fields) => void (checkpoint = { ...checkpoint, ...fields }) }, checkpoint.readFloor);

  const onEnd = async (run: Run): Promise<void> => {
    lastFullSync = run;
    if (provesCoverage(run, checkpoint)) await patchCheckpoint(covered(checkpoint, options, ports.clock.now()));
  };
  const fullSyncs = createFullSyncs(
    {
      ...shared,
      lane,
      checkpoint: () => checkpoint,
      onEnd,
      onCorrected: (asOf: ClusterTime, keys: readonly DocumentKey[]) => {
        if (isCovered(checkpoint) && checkpoint.projectionId === options.projectionId) drift.corrected(asOf, keys);
      },
      chunkSize: () => (realTime.report().state === "live" && checkpoint.initialised ? chunkBesideStream : chunkAlone),
      maxRowsPerSecond: options.maxRowsPerSecond,
    },
    signal,
  );

  const onCommitted = (unit: UnitDone): void => {
    meter.committed(unit);
    const drifted = drift.streamPassed(unit.position.clusterTime, unit.keys);
    if (drifted.length > 0) void patchCheckpoint({ driftCorrected: checkpoint.driftCorrected + drifted.length }).catch(ports.onError);
  };
  const startCoveringSync = async (): Promise<void> => {
    const active = fullSyncs.active();
    if (active !== null && !active.dryRun && active.reading === checkpoint.reading) return;
    if (active !== null) await fullSyncs.cancel(active.id);
    const kind = checkpoint.initialised ? "full" : "initial";
    await fullSyncs.start({ kind, trigger: "startup", actor: "ledgersync", dryRun: false, confirms: null });
  };
  const realTime = createRealTime(
    { ...shared, lane, onReceived: meter.received, onCommitted, checkpoint: () => checkpoint, patchCheckpoint, startCoveringSync },
    signal,
  );
  return {
    epoch,
    signal,
    lane,
    realTime,
    fullSyncs,
    meter,
    checkpoint: () => checkpoint,
    patchCheckpoint,
    waitingFor: () => waiting,
    lastFullSync: () => lastFullSync,
  };
};

const fencedOff = (): AppError => new AppError("fenced", "Another instance has taken over the ledger; this one no longer writes.");

const newestFullSync = async ({ runs, abandon }: TermPorts): Promise<Run | null> => {
  const page = await runs.list({ kind: null, state: null }, { limit: 20, cursor: null }, abandon.signal);
  return page.items.find((run) => run.endedAt !== null && !run.dryRun) ?? null;
};

/** What a full sync that succeeded makes true. */
const covered = ({ gap, reading }: Checkpoint, { projectionId }: PipelineOptions, now: number): CheckpointPatch => ({
  initialised: true,
  coveredReading: reading,
  projectionId,
  gapsInARow: 0,
  ...(gap !== null && gap.closedAt === null ? { gap: { ...gap, closedAt: now } } : {}),
});
