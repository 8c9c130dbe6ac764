import type { Check } from "../domain/consistency/check.ts";
import { type Checkpoint, type CheckpointPatch, floorOf, isCovered, isGapOpen } from "../domain/sync/checkpoint.ts";
import type { Run } from "../domain/sync/run.ts";
import type { Verification } from "../domain/sync/verification.ts";
import { logAhead, settledAhead } from "./ahead.ts";
import { eventsOfUnit } from "./announce-unit.ts";
import type { Announcer } from "./announcer.ts";
import type { CarryPorts } from "./carry-unit.ts";
import { type CheckpointKeeper, createCheckpointKeeper } from "./checkpoint-keeper.ts";
import type { Checks } from "./checks.ts";
import { createCoverage } from "./coverage.ts";
import { createDriftWatch, type DriftWatch } from "./drift-watch.ts";
import { createFailureRetries, type FailureRetries } from "./failure-retries.ts";
import type { Fixes } from "./fixes.ts";
import { createFullSyncs, type FullSyncs } from "./full-syncs.ts";
import { createIncrementalSyncs, type IncrementalSyncs, type IncrementalSyncsPorts } from "./incremental-syncs.ts";
import { createLane, type Lane } from "./lane.ts";
import { type OplogWatch, watchOplog } from "./oplog-watch.ts";
import type { PipelineOptions, PipelinePorts } from "./pipeline-ports.ts";
import { type KnownSchedules, readSchedules } from "./read-scheduled.ts";
import { createRealTime, type RealTime } from "./real-time.ts";
import { resumeRuns } from "./resume-runs.ts";
import { createRunDrift, type RunDriftPorts } from "./run-drift.ts";
import { type RunHistory, readRunHistory, rememberRun } from "./run-history.ts";
import type { RunSlot } from "./run-slot.ts";
import { createScheduleKeeper, type ScheduleKeeper, type ScheduleKeeperPorts } from "./schedule-keeper.ts";
import type { StartsScheduled } from "./scheduled-run.ts";
import { schedulesForbiddenBy } from "./schedules-forbidden.ts";
import { createStreamMeter, type StreamMeter } from "./stream-meter.ts";
import { createStreamProgress, type StreamProgress } from "./stream-progress.ts";
import { createStreamTurn } from "./stream-turn.ts";
import { tellingUnits } from "./telling-units.ts";
import { checkAfterInitialSync, createTermConsistency } from "./term-consistency.ts";
import { beginTermNews, type TermNews } from "./term-news.ts";
import { streamPortsOf } from "./term-stream.ts";
import { createUnitSize, sizedBy, type UnitSize } from "./unit-size.ts";
import { createWaiting } from "./waiting.ts";

/** One leader's time in office: everything that writes, bound to one epoch and ended by one signal. */
export type LeaderTerm = {
  readonly epoch: bigint;
  /** Aborted when the term is over. */
  readonly signal: AbortSignal;
  readonly lane: Lane;
  readonly realTime: RealTime;
  readonly fullSyncs: FullSyncs;
  readonly checks: Checks;
  readonly fixes: Fixes;
  readonly schedules: ScheduleKeeper;
  readonly retries: FailureRetries;
  /** Every kind of long work, each with its own room. */
  readonly slots: readonly Pick<RunSlot, "active" | "cancel" | "settled" | "cleared">[];
  /** Goes on with the runs that the previous leader left. */
  resumeRuns(): Promise<void>;
  /** See `TermConsistency`. */
  beginVerifying(): void;
  readonly meter: StreamMeter;
  checkpoint(): Checkpoint;
  patchCheckpoint(patch: CheckpointPatch): Promise<void>;
  /** The error of a database that is being waited for; null when all answer. */
  waitingFor(): unknown;
  readonly history: RunHistory;
  readonly oplog: OplogWatch;
  verification(): Verification;
  /** The newest complete one. */
  newestCheck(): Check | null;
  /** See `UnitSize.share`. */
  unitShare(): number;
};

export type TermPorts = PipelinePorts & {
  readonly epoch: bigint;
  /** Ends everything: the right to write is gone. */
  readonly abandon: AbortController;
  readonly onError: (error: unknown) => void;
  readonly announcer: Announcer;
};

/** Chunks of a full sync: small beside a live stream, so that lag stays in its objective. Unit: documents. */
const chunkBesideStream = 1_000;
const chunkAlone = 5_000;

/** What the parts of a term share. */
type Shared = TermPorts &
  TermNews & {
    readonly onWaiting: (error: unknown) => void;
    readonly rules: PipelineOptions["rules"];
    readonly projectionId: string;
    readonly maxRowsPerSecond: number;
    readonly checkMaxRowsPerSecond: number;
    readonly scheduledFixes: PipelineOptions["scheduledFixes"];
    readonly massFailurePercent?: number;
    readonly syncEnabled: boolean;
    readonly realTimeEnabled: boolean;
    readonly scheduledEnabled: boolean;
    readonly keeper: CheckpointKeeper;
    readonly lane: Lane;
    readonly drift: DriftWatch;
    readonly meter: StreamMeter;
    readonly unitSize: UnitSize;
    readonly stream: StreamProgress;
  };

export const beginTerm = async (ports: TermPorts, options: PipelineOptions): Promise<LeaderTerm> => {
  const { epoch } = ports;
  const { signal } = ports.abandon;
  const start = await ports.sink.takeOver(epoch, signal);
  const history = await readRunHistory(ports.runs, signal);
  const latestCheck = await ports.checks.latest(signal);
  const knownSchedules = await readSchedules(ports.schedules, signal);
  const waiting = createWaiting(ports);
  const unitSize = createUnitSize();
  const { news, newestCheck } = await beginTermNews(ports, signal);
  const base = { ...ports, ...news, ...sizedBy(unitSize, ports), ...options, unitSize, onWaiting: waiting.onWaiting };
  const keeper = createCheckpointKeeper(base, start);
  // From here on the ledger shows two projections at once: coming back to the old one must not pass for having stayed with it.
  if (options.syncEnabled && isOfAnother(start, options.projectionId)) await keeper.patch({ projectionId: null });
  const watchers = createWatchers(base, signal);
  const lane = createTermLane({ ...base, keeper, ...watchers }, start);
  const shared = { ...base, keeper, lane, ...watchers };
  const coverage = createCoverage(shared, () => fullSyncs, signal);
  const onEnd = async (run: Run): Promise<void> => {
    rememberRun(history, await shared.runDrift.ended(run));
    await keeper.patch((now) => settledAhead(run, now));
    await coverage.ended(run);
    if (run.kind === "initial" && run.state === "succeeded") await checkAfterInitialSync(checks, ports.onError);
  };
  const fullSyncs = createTermFullSyncs(shared, onEnd, () => realTime.report().state === "live" && isWhole(keeper));
  const turn = createStreamTurn();
  const streamPorts = streamPortsOf({ ...shared, turn, startCoveringSync: coverage.start });
  const realTime = createRealTime(streamPorts, signal);
  const incrementalSyncs = createTermIncrementalSyncs({ ...shared, ...streamPorts }, realTime, fullSyncs);
  const retries = createFailureRetries({ ...shared, checkpoint: keeper.current }, signal);
  const consistency = createTermConsistency({ ...shared, latestCheck }, realTime);
  const { checks } = consistency;
  const slots = [fullSyncs, incrementalSyncs, checks, consistency.fixes, retries];
  const starts = startsOf(fullSyncs, incrementalSyncs, checks);
  return {
    epoch,
    signal,
    lane,
    realTime,
    fullSyncs,
    retries,
    ...consistency,
    schedules: createTermSchedules({ ...shared, starts, slots }, knownSchedules),
    slots,
    resumeRuns: () => resumeRuns(shared, [fullSyncs, incrementalSyncs, retries, checks], signal),
    meter: shared.meter,
    checkpoint: keeper.current,
    patchCheckpoint: keeper.patch,
    waitingFor: waiting.error,
    history,
    oplog: watchOplog(ports, signal),
    unitShare: unitSize.share,
    newestCheck,
  };
};

type LanePorts = TermPorts & Pick<Shared, "onWaiting" | "rules" | "keeper" | "meter">;

const createTermLane = (ports: LanePorts, start: Checkpoint): Lane => {
  const { keeper, meter, announcer, log } = ports;
  const onCommitted: CarryPorts["onCommitted"] = (fields, ahead) => {
    keeper.committed(fields);
    logAhead(log, ahead);
  };
  const { onBug, onCarried: logUnit } = tellingUnits(ports);
  const onCarried: CarryPorts["onCarried"] = (unit) => {
    logUnit(unit);
    const lagMs = meter.lagMs(isGapOpen(keeper.current()));
    for (const event of eventsOfUnit(unit.batch, unit.result, lagMs)) announcer.tell(event);
  };
  return createLane({ ...ports, onCommitted, onCarried, onBug }, floorOf(start));
};

/** A kind of run that schedules may ask for is a line here. */
const startsOf = (fullSyncs: FullSyncs, incrementalSyncs: IncrementalSyncs, checks: Checks): StartsScheduled => ({
  full: (order) => fullSyncs.start({ ...order, kind: "full", dryRun: false, confirms: null }),
  deep: (order) => fullSyncs.start({ ...order, kind: "deep", dryRun: false, confirms: null }),
  incremental: incrementalSyncs.start,
  consistency: (order) => checks.start(order),
});

const createTermIncrementalSyncs = (
  ports: Omit<IncrementalSyncsPorts, "realTimeRuns" | "fullSyncRuns">,
  realTime: RealTime,
  fullSyncs: FullSyncs,
): IncrementalSyncs => {
  const beside = { realTimeRuns: () => isRunning(realTime), fullSyncRuns: () => fullSyncs.active() !== null };
  return createIncrementalSyncs({ ...ports, ...beside }, ports.abandon.signal);
};

const isRunning = (realTime: RealTime): boolean => {
  const { state } = realTime.report();
  return state !== "stopped" && state !== "failed";
};

const createWatchers = (ports: RunDriftPorts, signal: AbortSignal) => ({
  runDrift: createRunDrift(ports, signal),
  drift: createDriftWatch(),
  meter: createStreamMeter(ports.clock),
  stream: createStreamProgress(),
});

const isWhole = (keeper: CheckpointKeeper): boolean => keeper.current().initialised;

const isOfAnother = (checkpoint: Checkpoint, projectionId: string): boolean =>
  checkpoint.projectionId !== null && checkpoint.projectionId !== projectionId;

const createTermFullSyncs = (
  shared: Shared,
  onEnd: (run: Run) => Promise<void>,
  isBesideStream: () => boolean,
): FullSyncs => {
  const { keeper, drift, projectionId, abandon, unitSize, feed } = shared;
  return createFullSyncs(
    {
      ...shared,
      checkpoint: keeper.current,
      onEnd,
      onCorrected: (corrections) => {
        const now = keeper.current();
        // Polling has not promised to report what a full sync finds before the next sweep.
        if (feed.mode().mode === "polling") return;
        const isDrift = isCovered(now) && !isGapOpen(now) && now.projectionId === projectionId;
        if (isDrift) drift.corrected(corrections);
      },
      chunkSize: () => unitSize.of(isBesideStream() ? chunkBesideStream : chunkAlone),
    },
    abandon.signal,
  );
};

const createTermSchedules = (
  shared: Shared & Pick<ScheduleKeeperPorts, "starts" | "slots">,
  known: KnownSchedules,
): ScheduleKeeper => {
  const isAllowed = schedulesForbiddenBy(shared) === null;
  const ports = { ...shared, checkpoint: shared.keeper.current, isAllowed };
  return createScheduleKeeper(ports, known, shared.abandon.signal);
};
