import type { CheckpointKeeper } from "./checkpoint-keeper.ts";
import { type CheckOrder, type Checks, type ChecksPorts, createChecks } from "./checks.ts";
import { createFixes, type Fixes, type FixesPorts } from "./fixes.ts";
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

export type TermFixesPorts = Omit<FixesPorts, "isFollowing" | "checkpoint" | "onEnd" | "onCorrected"> & {
  readonly keeper: CheckpointKeeper;
  readonly abandon: AbortController;
};

/** Repair within one term. What it has changed is checked as a whole afterwards, so that the newest report is about the present. */
export const createTermFixes = (ports: TermFixesPorts, realTime: () => RealTime, checks: () => Checks): Fixes =>
  createFixes(
    {
      ...ports,
      isFollowing: () => isFollowing(realTime()),
      checkpoint: ports.keeper.current,
      onCorrected: () => undefined,
      onEnd: ({ counts, trigger, actor }) =>
        counts.applied === 0 ? Promise.resolve() : checkAgain(checks(), { trigger, actor }, ports.onError),
    },
    ports.abandon.signal,
  );

const checkAgain = async (checks: Checks, order: CheckOrder, onError: (error: unknown) => void): Promise<void> => {
  if (checks.active() === null) await checks.start(order).catch(onError);
};

/** Also while it waits for a database: what has been written will still be reported. */
const isFollowing = (realTime: RealTime): boolean => {
  const { state } = realTime.report();
  return state !== "stopped" && state !== "failed";
};

/** What the first full sync has made is looked at once more, by other means. */
export const checkAfterInitialSync = async (checks: Checks, onError: (error: unknown) => void): Promise<void> => {
  await checkAgain(checks, { trigger: "startup", actor: "ledgersync" }, onError);
};
