import { AppError } from "../../application/errors.ts";
import type { AccountingSink, CommitResult, LedgerBatch } from "../../application/ports/accounting-sink.ts";
import type { Hash } from "../../domain/audit/audit-chain.ts";
import { lastCommitOf } from "../../domain/sync/checkpoint.ts";
import { commitDismissal } from "./commit-dismissal.ts";
import { commitManual } from "./commit-manual.ts";
import { commitRebuild } from "./commit-rebuild.ts";
import { commitReconcile } from "./commit-reconcile.ts";
import { frozenCopy } from "./frozen-copy.ts";
import type { LedgerStore } from "./ledger-store.ts";
import type { Step } from "./simulation-point.ts";

/** Each commit plans and writes within one step, so that nobody ever sees half of it. */
export const createMemoryAccountingSink = (store: LedgerStore, hash: Hash, step: Step): AccountingSink => ({
  prepare: (signal) =>
    step("sink.prepare", signal, () => {
      if (store.foreign)
        throw new AppError("foreign_database", "The accounting database holds a ledger that is not ours.");
    }),
  takeOver: (epoch, signal) =>
    step("sink.takeOver", signal, () => {
      if (store.checkpoint.epoch < epoch) store.checkpoint = frozenCopy({ ...store.checkpoint, epoch });
      return store.checkpoint;
    }),
  checkpoint: (signal) => step("sink.checkpoint", signal, () => store.checkpoint),
  commit: (batch, signal) => step("sink.commit", signal, () => commit(store, batch, hash)),
  patchCheckpoint: (epoch, patch, signal) =>
    step("sink.patchCheckpoint", signal, () => {
      if (store.checkpoint.epoch !== epoch) return "fenced";
      store.checkpoint = frozenCopy({ ...store.checkpoint, ...patch });
      return "patched";
    }),
});

/** The fence comes first: whoever was taken over must learn that, also when the unit in question had been committed. */
const commit = (store: LedgerStore, batch: LedgerBatch, hash: Hash): CommitResult => {
  const { checkpoint } = store;
  if (checkpoint.epoch !== batch.epoch) return { kind: "fenced" };
  if (checkpoint.unitToken === batch.token) {
    return { kind: "already_committed", checkpoint: lastCommitOf(checkpoint) };
  }
  switch (batch.kind) {
    case "manual":
      return commitManual(store, batch, hash);
    case "dismiss":
      return commitDismissal(store, batch, hash);
    case "rebuild":
      return commitRebuild(store, batch);
    case "reconcile":
      return commitReconcile(store, batch);
  }
};
