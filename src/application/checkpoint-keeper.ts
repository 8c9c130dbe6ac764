import { afterCommit, type Checkpoint, type CheckpointPatch, type CommittedFields } from "../domain/sync/checkpoint.ts";
import { fencedOff } from "./carry-unit.ts";
import type { AccountingSink } from "./ports/accounting-sink.ts";
import { type RetryPorts, retryTransient } from "./retry-transient.ts";

/** The checkpoint as the leader knows it: moved by commits, patched by wishes and states. */
export type CheckpointKeeper = {
  current(): Checkpoint;
  committed(fields: CommittedFields): void;
  /**
   * Stored first, known afterwards: what is not stored must not be built upon. One after the other, so that what is known is what
   * was stored last; a function is asked when its turn has come. Rejects with `fenced` when the place is lost.
   */
  patch(patch: CheckpointPatch | ((now: Checkpoint) => CheckpointPatch)): Promise<void>;
  /** Learns what was stored although its reply never came, so that nobody goes on from where that began. */
  refresh(): Promise<void>;
};

export type KeeperPorts = RetryPorts & {
  readonly sink: AccountingSink;
  readonly epoch: bigint;
  readonly abandon: AbortController;
};

export const createCheckpointKeeper = (ports: KeeperPorts, start: Checkpoint): CheckpointKeeper => {
  const { sink, epoch, abandon } = ports;
  let checkpoint = start;
  let lastPatch: Promise<void> = Promise.resolve();

  const store = async (patch: CheckpointPatch): Promise<void> => {
    if (Object.keys(patch).length === 0) return;
    const save = () => sink.patchCheckpoint(epoch, patch, abandon.signal);
    if ((await retryTransient(ports, save, abandon.signal)) === "fenced") {
      abandon.abort(fencedOff());
      throw fencedOff();
    }
    checkpoint = { ...checkpoint, ...patch };
  };

  return {
    current: () => checkpoint,
    committed: (fields) => {
      checkpoint = afterCommit(checkpoint, fields);
    },
    patch: (patch) => {
      const stored = lastPatch.then(() => store(typeof patch === "function" ? patch(checkpoint) : patch));
      lastPatch = stored.catch(() => undefined);
      return stored;
    },
    refresh: async () => {
      for (;;) {
        const known = checkpoint;
        const stored = await retryTransient(ports, () => sink.checkpoint(abandon.signal), abandon.signal);
        // What was learnt meanwhile may be newer than what was read.
        if (checkpoint !== known) continue;
        checkpoint = stored;
        return;
      }
    },
  };
};
