import { type FeedBatch, unitEventsMax } from "./backlog.ts";
import type { CheckpointKeeper } from "./checkpoint-keeper.ts";
import type { DriftWatch } from "./drift-watch.ts";
import { createMassFailureStop } from "./mass-failure.ts";
import type { UnitDone } from "./outbox.ts";
import type { Log } from "./ports/log.ts";
import type { RealTimePorts } from "./real-time.ts";
import type { StreamMeter } from "./stream-meter.ts";
import type { StreamProgress } from "./stream-progress.ts";
import { createStreamTurn } from "./stream-turn.ts";
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
  | "unitEvents"
  | "turn";

export type TermRealTimePorts = Omit<RealTimePorts, Given> & {
  readonly keeper: CheckpointKeeper;
  readonly drift: DriftWatch;
  readonly meter: StreamMeter;
  readonly stream: StreamProgress;
  readonly unitSize: UnitSize;
  readonly log: Log;
};

/** What whoever follows the stream of a term needs, and tells to everybody who watches it. */
export const createStreamPorts = (shared: TermRealTimePorts, startCoveringSync: () => Promise<void>): RealTimePorts => {
  const { keeper, drift, meter, stream, onError } = shared;
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
  const turn = createStreamTurn();
  return { ...shared, ...checkpointPorts, ...meterPorts, turn, startCoveringSync, onBrokenOff: drift.forget };
};
