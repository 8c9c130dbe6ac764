import type { CheckpointKeeper } from "./checkpoint-keeper.ts";
import { type Checks, type ChecksPorts, createChecks } from "./checks.ts";
import type { RealTime } from "./real-time.ts";

export type TermChecksPorts = Omit<
  ChecksPorts,
  "isFollowing" | "checkpoint" | "onEnd" | "onCorrected" | "maxRowsPerSecond"
> & {
  readonly keeper: CheckpointKeeper;
  readonly abandon: AbortController;
  readonly checkMaxRowsPerSecond: number;
};

/** The checks of one term, which compare with what its stream has brought. */
export const createTermChecks = (ports: TermChecksPorts, realTime: () => RealTime): Checks =>
  createChecks(
    {
      ...ports,
      isFollowing: () => isFollowing(realTime()),
      checkpoint: ports.keeper.current,
      onEnd: () => Promise.resolve(),
      onCorrected: () => undefined,
      maxRowsPerSecond: ports.checkMaxRowsPerSecond,
    },
    ports.abandon.signal,
  );

/** Also while it waits for a database: what has been written will still be reported. */
const isFollowing = (realTime: RealTime): boolean => {
  const { state } = realTime.report();
  return state !== "stopped" && state !== "failed";
};

/** What the first full sync has made is looked at once more, by other means. */
export const checkAfterInitialSync = async (checks: Checks, onError: (error: unknown) => void): Promise<void> => {
  if (checks.active() !== null) return;
  await checks.start({ trigger: "startup", actor: "ledgersync" }).catch(onError);
};
