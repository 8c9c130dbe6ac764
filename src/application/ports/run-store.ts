import type { Run, RunKind, RunState } from "../../domain/sync/run.ts";
import type { Page, PageRequest } from "./ledger-reader.ts";

export type RunFilter = { readonly kind: RunKind | null; readonly state: RunState | null };

/** Runs, newest first. Writes are fenced by epoch: a leader that lost its place cannot end another's run. */
export type RunStore = {
  create(run: Run, epoch: bigint, signal: AbortSignal): Promise<void>;
  /** Replaces the run whole. Idempotent. `fenced` when a newer epoch owns it, or when there is no such run. */
  save(run: Run, epoch: bigint, signal: AbortSignal): Promise<"saved" | "fenced">;
  get(id: string, signal: AbortSignal): Promise<Run | null>;
  list(filter: RunFilter, page: PageRequest, signal: AbortSignal): Promise<Page<Run>>;
  /** Runs that are queued or running, oldest first: after a restart, those to resume. */
  unfinished(signal: AbortSignal): Promise<readonly Run[]>;
};
