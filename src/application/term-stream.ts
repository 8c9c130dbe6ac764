import { unitEventsMax } from "./backlog.ts";
import type { CheckpointKeeper } from "./checkpoint-keeper.ts";
import type { DriftWatch } from "./drift-watch.ts";
import { createMassFailureStop } from "./mass-failure.ts";
import type { UnitDone } from "./outbox.ts";
import type { RealTimePorts } from "./real-time.ts";
import type { RunDrift } from "./run-drift.ts";
import type { StreamMeter } from "./stream-meter.ts";
import type { StreamProgress } from "./stream-progress.ts";
import type { UnitSize } from "./unit-size.ts";

type Observers = "stopsAfter" | "unitEvents" | "onOpened" | "onReceived" | "onCommitted" | "onGivenUp" | "onBrokenOff";
type CheckpointPorts = "checkpoint" | "patchCheckpoint" | "refreshCheckpoint";

export type TermStreamPorts = Omit<RealTimePorts, Observers | CheckpointPorts> & {
  readonly keeper: CheckpointKeeper;
  readonly drift: DriftWatch;
  readonly meter: StreamMeter;
  readonly stream: StreamProgress;
  readonly unitSize: UnitSize;
  readonly runDrift: Pick<RunDrift, "found">;
};

/** What whoever follows the stream tells to those who watch it: the meter, the drift watch, the progress. */
export const streamPortsOf = (ports: TermStreamPorts): RealTimePorts => {
  const { keeper, drift, meter, stream, unitSize, feed, onError } = ports;
  // One count after the other: the next must not begin from what the one before it has not stored yet.
  let counting: Promise<void> = Promise.resolve();
  const countDrift = (drifted: number): void => {
    const count = () => keeper.patch(({ driftCorrected }) => ({ driftCorrected: driftCorrected + drifted }));
    counting = counting.then(count).catch(onError);
  };
  const massFailureAfter = createMassFailureStop({ ...ports, patchCheckpoint: keeper.patch });
  return {
    ...ports,
    checkpoint: keeper.current,
    patchCheckpoint: keeper.patch,
    refreshCheckpoint: keeper.refresh,
    // After each start polling tells everything once more, also what has failed for long: no change of the schema.
    stopsAfter: (unit) => (feed.mode().mode === "polling" ? null : massFailureAfter(unit)),
    unitEvents: () => unitSize.of(unitEventsMax),
    onOpened: () => {
      meter.restarted();
      stream.restarted();
    },
    onReceived: (batch) => {
      meter.received(batch);
      stream.received(batch);
    },
    onCommitted: (unit: UnitDone) => {
      meter.committed(unit);
      stream.committed(unit);
      const drifted = drift.streamPassed(unit.position.clusterTime, unit.changes.keys);
      for (const { runId, keys } of drifted) ports.runDrift.found(runId, keys);
      if (drifted.length > 0) countDrift(drifted.reduce((sum, { keys }) => sum + keys.length, 0));
    },
    onGivenUp: drift.forget,
    onBrokenOff: drift.forget,
  };
};
