import type { LedgerStore } from "../../../src/adapters/memory/ledger-store.ts";
import type { MemorySource } from "../../../src/adapters/memory/memory-source.ts";
import type { PipelinePorts } from "../../../src/application/pipeline-ports.ts";
import type { AccountingSink, CommitResult, ReconcileBatch } from "../../../src/application/ports/accounting-sink.ts";

/** What a known-bad variant may reach: the databases themselves. */
export type Scene = { readonly source: MemorySource; readonly store: LedgerStore };

/** Turns the ports of one process into those of a known-bad variant of the service. */
export type Bend = (ports: PipelinePorts, scene: Scene) => PipelinePorts;

/** A mistake that somebody could make, and that the suite must turn red for. */
export type Canary = {
  /** What the variant does wrong. */
  readonly name: string;
  /** For one history: what it remembers outlives the processes, as a database would. */
  readonly create: () => Bend;
};

type Commit = AccountingSink["commit"];

/** How a variant carries out a unit of reconciliation; `commit` is the sound way. */
type Reconcile = (batch: ReconcileBatch, commit: Commit, signal: AbortSignal) => Promise<CommitResult>;

/** The same ports, but for how units of reconciliation are committed. */
export const reconcilingBy = (ports: PipelinePorts, reconcile: Reconcile): PipelinePorts => ({
  ...ports,
  sink: {
    ...ports.sink,
    commit: (batch, signal) =>
      batch.kind === "reconcile" ? reconcile(batch, ports.sink.commit, signal) : ports.sink.commit(batch, signal),
  },
});

/** What an idle unit answers. */
export const nothingDone: CommitResult = {
  kind: "unchanged",
  outcomes: { applied: 0, unchanged: 0, notPosted: 0, failed: 0 },
  orphanedRows: null,
};
