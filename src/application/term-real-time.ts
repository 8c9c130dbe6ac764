import { type FeedBatch, unitEventsMax } from "./backlog.ts";
import type { CheckpointKeeper } from "./checkpoint-keeper.ts";
import type { DriftWatch } from "./drift-watch.ts";
import { createMassFailureStop } from "./mass-failure.ts";
import type { UnitDone } from "./outbox.ts";
import type { Log } from "./ports/log.ts";
import { createRealTime, type RealTime, type RealTimePorts } from "./real-time.ts";
import type { StreamMeter } from "./stream-meter.ts";
import type { StreamProgress } from "./stream-progress.ts";
import type { UnitSize } from "./unit-size.ts";

type Given =
  | "checkpoint"
  | "patchCheckpoint"
  | "refreshCheckpoint"
  | "startCoveringSync"
  | "onBrokenOff"
  | "onOpened"
  | "onReceived"
  | "onCommitted"
  | "onGivenUp"
  | "stopsAfter"
  | "unitEvents";

export type TermRealTimePorts = Omit<RealTimePorts, Given> & {
  readonly keeper: CheckpointKeeper;
  readonly drift: DriftWatch;
  readonly meter: StreamMeter;
  readonly stream: StreamProgress;
  readonly unitSize: UnitSize;
  readonly log: Log;
  readonly abandon: AbortController;
};

/** The stream of one term, with everybody who watches it. */
export const createTermRealTime = (shared: TermRealTimePorts, startCoveringSync: () => Promise<void>): RealTime => {
  const { keeper, drift, meter, stream, abandon, onError } = shared;
  // One count after the other: the next must not begin from what the one before it has not stored yet.
  let counting: Promise<void> = Promise.resolve();
  const countDrift = (drifted: number): void => {
    const count = () => keeper.patch(({ driftCorrected }) => ({ driftCorrected: driftCorrected + drifted }));
    counting = counting.then(count).catch(onError);
  };
  const onCommitted = (unit: UnitDone): void => {
    meter.committed(unit);
    stream.committed(unit);
    const drifted = drift.streamPassed(unit.position.clusterTime, unit.changes.keys).length;
    if (drifted > 0) countDrift(drifted);
  };
  const checkpointPorts = {
    checkpoint: keeper.current,
    patchCheckpoint: keeper.patch,
    refreshCheckpoint: keeper.refresh,
  };
  const onOpened = (): void => {
    meter.restarted();
    stream.restarted();
  };
  const onReceived = (batch: FeedBatch): void => {
    meter.received(batch);
    stream.received(batch);
  };
  const stopsAfter = createMassFailureStop({ ...shared, patchCheckpoint: keeper.patch });
  const unitEvents = (): number => shared.unitSize.of(unitEventsMax);
  const meterPorts = { stopsAfter, unitEvents, onOpened, onReceived, onCommitted, onGivenUp: drift.forget };
  const ports = { ...shared, ...checkpointPorts, ...meterPorts, startCoveringSync, onBrokenOff: drift.forget };
  return createRealTime(ports, abandon.signal);
};
