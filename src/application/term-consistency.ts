import { type Check, isConsistent } from "../domain/consistency/check.ts";
import type { Checkpoint, CheckpointPatch } from "../domain/sync/checkpoint.ts";
import type { Run } from "../domain/sync/run.ts";
import type { Verification } from "../domain/sync/verification.ts";
import type { CheckpointKeeper } from "./checkpoint-keeper.ts";
import { type CheckOrder, type Checks, type ChecksPorts, createChecks } from "./checks.ts";
import { fixAfterCheck } from "./fix-after-check.ts";
import { createFixes, type Fixes, type FixesPorts } from "./fixes.ts";
import type { Log } from "./ports/log.ts";
import type { RealTime } from "./real-time.ts";
import { createVerificationWatch } from "./verification-watch.ts";
import { verifyContinuously } from "./verify-continuously.ts";

type Given = "mayResume" | "verification" | "isFollowing" | "checkpoint" | "onEnd" | "onCorrected" | "maxRowsPerSecond";

export type TermConsistencyPorts = Omit<ChecksPorts, Given> &
  Omit<FixesPorts, Given> & {
    readonly keeper: CheckpointKeeper;
    readonly abandon: AbortController;
    readonly checkMaxRowsPerSecond: number;
    readonly scheduledFixes: "off" | "safe";
    readonly syncEnabled: boolean;
    readonly verifyRowsPerSecond: number;
    readonly verifyPauseMs?: number;
    readonly log: Log;
    /** The newest complete one before this term. */
    readonly latestCheck: Check | null;
  };

export type TermConsistency = {
  readonly checks: Checks;
  readonly fixes: Fixes;
  /** Called once the stream follows, where it is to: what was broken off goes on, and the verification that never ends begins. */
  beginVerifying(): void;
  verification(): Verification;
};

/** Checks and repair of one term. They compare with what its stream has brought. */
export const createTermConsistency = (ports: TermConsistencyPorts, realTime: RealTime): TermConsistency => {
  const { signal } = ports.abandon;
  const watch = createVerificationWatch(ports.latestCheck, ports.verifyRowsPerSecond);
  const { keeper, onError } = ports;
  const onEnded = (check: Check): void => {
    watch.ended(check);
    const settled = ({ driftCorrected, driftSettled }: Checkpoint): CheckpointPatch =>
      driftSettled === driftCorrected ? {} : { driftSettled: driftCorrected };
    if (isConsistent(check)) keeper.patch(settled).catch(onError);
  };
  const common = {
    ...ports,
    isFollowing: () => isFollowing(realTime),
    checkpoint: ports.keeper.current,
    onCorrected: () => undefined,
    maxRowsPerSecond: ports.checkMaxRowsPerSecond,
    verification: { looking: watch.looking, ended: onEnded },
  };
  const onChecked = async (run: Run): Promise<void> => {
    const isAllowed = ports.scheduledFixes === "safe" && ports.syncEnabled;
    if (run.trigger === "schedule" && run.state === "succeeded" && isAllowed) await fixAfterCheck(ports, fixes, run);
  };
  // What was changed is checked as a whole afterwards, so that the newest report is about the present.
  const onFixed = async ({ counts, trigger, actor }: Run): Promise<void> => {
    // Not as one of a schedule, which would be followed by fixes in its turn.
    const order = { actor, trigger: trigger === "schedule" ? "startup" : trigger } as const;
    if (counts.applied > 0) await checkAgain(checks, order, ports.onError);
  };
  const begun = Promise.withResolvers<void>();
  const checks = createChecks({ ...common, onEnd: onChecked, mayResume: begun.promise }, signal);
  const fixes = createFixes({ ...common, onEnd: onFixed }, signal);
  const beginVerifying = (): void => {
    begun.resolve();
    void verifyContinuously(common, signal);
  };
  return { checks, fixes, beginVerifying, verification: watch.verification };
};

const checkAgain = async (checks: Checks, order: CheckOrder, onError: (error: unknown) => void): Promise<void> => {
  if (checks.active() === null) await checks.start(order).catch(onError);
};

/** Also while it waits for a database: what has been written will still be reported. */
const isFollowing = (realTime: RealTime): boolean => {
  const { state } = realTime.report();
  return state !== "stopped" && state !== "failed";
};

/** What the first full sync has made is looked at once more, by other means. */
export const checkAfterInitialSync = (checks: Checks, onError: (error: unknown) => void): Promise<void> =>
  checkAgain(checks, { trigger: "startup", actor: "ledgersync" }, onError);
