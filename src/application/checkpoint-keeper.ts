import { afterCommit, type Checkpoint, type CheckpointPatch, type CommittedFields } from "../domain/sync/checkpoint.ts";
import { fencedOff } from "./carry-unit.ts";
import type { AccountingSink } from "./ports/accounting-sink.ts";
import { type RetryPorts, retryTransient } from "./retry-transient.ts";

/** The checkpoint as the leader knows it: moved by commits, patched by wishes and states. */
export type CheckpointKeeper = {
  current(): Checkpoint;
  committed(fields: CommittedFields): void;
  /** Stored first, known afterwards: what is not stored must not be built upon. Rejects with `fenced` when the place is lost. */
  patch(patch: CheckpointPatch): Promise<void>;
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
  return {
    current: () => checkpoint,
    committed: (fields) => {
      checkpoint = afterCommit(checkpoint, fields);
    },
    patch: async (patch) => {
      const store = () => sink.patchCheckpoint(epoch, patch, abandon.signal);
      if ((await retryTransient(ports, store, abandon.signal)) === "fenced") {
        abandon.abort(fencedOff());
        throw fencedOff();
      }
      checkpoint = { ...checkpoint, ...patch };
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
