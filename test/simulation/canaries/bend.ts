import type { LedgerStore } from "../../../src/adapters/memory/ledger-store.ts";
import type { MemorySource } from "../../../src/adapters/memory/memory-source.ts";
import type { PipelinePorts } from "../../../src/application/pipeline-ports.ts";
import type { SimulatedProcess } from "../kernel/simulated-process.ts";

/** What a known-bad variant may reach: the databases themselves, and the process that it is part of. */
export type Scene = { readonly source: MemorySource; readonly store: LedgerStore; readonly process: SimulatedProcess };

/** Turns the ports of one process into those of a known-bad variant of the service. */
export type Bend = (ports: PipelinePorts, scene: Scene) => PipelinePorts;
