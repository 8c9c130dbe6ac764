import type { Run, RunKind, RunState } from "../../domain/sync/run.ts";
import type { Page, PageRequest } from "./ledger-reader.ts";

/** `schedule`: the name of the one that asked for the run. Null = whichever. */
export type RunFilter = {
  readonly kind: RunKind | null;
  readonly state: RunState | null;
  readonly schedule: string | null;
};

export type RunCount = { readonly kind: RunKind; readonly state: RunState; readonly runs: number };

export type RunCreated = { readonly kind: "created" } | { readonly kind: "exists"; readonly runId: string };

/** Runs, newest first. Writes are fenced by epoch: a leader that lost its place cannot end another's run. */
export type RunStore = {
  /** Idempotent. `exists` = another run stands for the same tick of the same schedule: each has one, and nothing is written. */
  create(run: Run, epoch: bigint, signal: AbortSignal): Promise<RunCreated>;
  /** Replaces the run whole. Idempotent. `fenced` when a newer epoch owns it, or when there is no such run. */
  save(run: Run, epoch: bigint, signal: AbortSignal): Promise<"saved" | "fenced">;
  get(id: string, signal: AbortSignal): Promise<Run | null>;
  list(filter: RunFilter, page: PageRequest, signal: AbortSignal): Promise<Page<Run>>;
  /** Runs that are queued or running, oldest first: after a restart, those to resume. */
  unfinished(signal: AbortSignal): Promise<readonly Run[]>;
  /** How many runs are on record, by kind and state; those that there are none of are left out. */
  counts(signal: AbortSignal): Promise<readonly RunCount[]>;
};
