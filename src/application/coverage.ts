import { type Checkpoint, type CheckpointPatch, isCovered } from "../domain/sync/checkpoint.ts";
import type { Run } from "../domain/sync/run.ts";
import type { CheckpointKeeper } from "./checkpoint-keeper.ts";
import { AppError } from "./errors.ts";
import { type FullSyncs, provesCoverage } from "./full-syncs.ts";
import type { Clock } from "./ports/clock.ts";

/** A full sync that the ledger needs and that failed is tried again after this. Unit: ms. */
const coverAgainMs = 60_000;

export type CoveragePorts = {
  readonly clock: Clock;
  readonly keeper: CheckpointKeeper;
  readonly projectionId: string;
  readonly onError: (error: unknown) => void;
};

/** Sees to it that whatever the stream does not report, a full sync has shown. */
export type Coverage = {
  start(): Promise<void>;
  /** Takes note of a full sync that is over. */
  ended(run: Run): Promise<void>;
};

export const createCoverage = (ports: CoveragePorts, fullSyncs: () => FullSyncs, signal: AbortSignal): Coverage => {
  const { clock, keeper, onError } = ports;
  let notBefore = clock.monotonic();
  return {
    // One that has just failed is started again by its own pause alone, however often the stream starts meanwhile.
    start: async () => {
      if (clock.monotonic() >= notBefore) await cover(keeper, fullSyncs());
    },
    ended: async (run) => {
      if (provesCoverage(run, keeper.current()))
        return await keeper.patch((now) => (provesCoverage(run, now) ? covered(now, ports) : {}));
      if (run.error === null || run.error.code === "needs_confirmation") return;
      onError(new AppError("internal", `Full sync ${run.id} has failed: ${run.error.message}`));
      notBefore = clock.monotonic() + coverAgainMs;
      void coverAgain(ports, () => cover(keeper, fullSyncs()), signal);
    },
  };
};

/** Runs a full sync that began in the present reading, unless one does already: one that is not written down may come to nothing. */
const cover = async (keeper: CheckpointKeeper, fullSyncs: FullSyncs): Promise<void> => {
  for (;;) {
    const { reading, initialised } = keeper.current();
    const active = fullSyncs.active();
    if (active !== null && active.state === "running" && !active.dryRun && active.reading === reading) {
      if (await fullSyncs.recorded()) return;
      await fullSyncs.settled();
      continue;
    }
    if (active !== null) await fullSyncs.cancel(active.id);
    const kind = initialised ? "full" : "initial";
    await fullSyncs.start({ kind, trigger: "startup", actor: "ledgersync", dryRun: false, confirms: null });
    return;
  }
};

const coverAgain = async (
  { clock, keeper, projectionId, onError }: CoveragePorts,
  startCoveringSync: () => Promise<void>,
  signal: AbortSignal,
): Promise<void> => {
  while (!signal.aborted) {
    try {
      await clock.sleep(coverAgainMs, signal);
      const checkpoint = keeper.current();
      if (!isCovered(checkpoint) || checkpoint.projectionId !== projectionId) await startCoveringSync();
      return;
    } catch (error) {
      if (!signal.aborted) onError(error);
    }
  }
};

/** What a full sync that succeeded makes true. */
const covered = ({ gap, reading }: Checkpoint, { projectionId, clock }: CoveragePorts): CheckpointPatch => ({
  initialised: true,
  coveredReading: reading,
  projectionId,
  gapsInARow: 0,
  ...(gap !== null && gap.closedAt === null ? { gap: { ...gap, closedAt: clock.now() } } : {}),
});
