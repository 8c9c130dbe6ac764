import type { SyncStatus } from "../../domain/sync/sync-status.ts";
import type { Caller } from "../caller.ts";
import { AppError } from "../errors.ts";
import type { Pipeline } from "../pipeline.ts";
import { readStatus } from "../read-status.ts";

export type RealTimeUseCases = {
  /**
   * Harmless when it runs already; the wish survives restarts. Lets changes flow again that a mass failure has held back: also where
   * configuration leaves them to schedules. `disabled` when configuration forbids it and there is nothing to let flow.
   */
  startRealTime(caller: Caller): Promise<SyncStatus["realTime"]>;
  /** Commits what was read, saves the position, then stops. Harmless when it is stopped already. Health tells the reason. */
  stopRealTime(caller: Caller, reason?: string | null): Promise<SyncStatus["realTime"]>;
};

export const createRealTimeUseCases = (pipeline: Pipeline): RealTimeUseCases => ({
  startRealTime: async () => {
    const { syncEnabled, realTimeEnabled } = pipeline.options;
    const term = pipeline.requireTerm();
    const isPaused = term.checkpoint().massFailure !== null;
    if (!syncEnabled || !(realTimeEnabled || isPaused)) throw realTimeDisabled(syncEnabled);
    if (!realTimeEnabled) {
      await term.patchCheckpoint({ massFailure: null });
      return (await readStatus(pipeline)).realTime;
    }
    await term.patchCheckpoint({ realTimeWanted: true, realTimeStop: null, massFailure: null });
    term.realTime.start();
    return (await readStatus(pipeline)).realTime;
  },
  stopRealTime: async ({ actor }, reason = null) => {
    const term = pipeline.requireTerm();
    const realTimeStop = { actor, reason, at: pipeline.ports.clock.now() };
    await term.patchCheckpoint({ realTimeWanted: false, realTimeStop });
    await term.realTime.stop();
    return (await readStatus(pipeline)).realTime;
  },
});

const realTimeDisabled = (syncEnabled: boolean): AppError =>
  new AppError(
    "disabled",
    `Real-time sync is switched off by ${syncEnabled ? "REAL_TIME_SYNC_ENABLED" : "SYNC_ENABLED"}=false.`,
  );
