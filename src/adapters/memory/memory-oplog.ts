import type { Oplog } from "../../application/ports/oplog.ts";
import type { SimulationPoint } from "./simulation-point.ts";
import { createStep } from "./simulation-point.ts";
import type { SourceState } from "./source-state.ts";

export const createMemoryOplog = (state: SourceState, between: SimulationPoint): Oplog => {
  const step = createStep(between);
  return {
    window: (signal) => step("source.oplog", signal, () => ({ oldest: state.oplogStart, newest: state.history.now() })),
  };
};
