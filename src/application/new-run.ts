import type { Checkpoint } from "../domain/sync/checkpoint.ts";
import { emptyCounts, type Run } from "../domain/sync/run.ts";
import type { Clock } from "./ports/clock.ts";

export type NewRunPorts = {
  readonly clock: Clock;
  readonly newToken: () => string;
  readonly projectionId: string;
  readonly checkpoint: () => Checkpoint;
};

/** `id`: where the order names one, so that giving it twice begins one run. `schedule`: when one asks. */
export type RunOrder = Pick<Run, "kind" | "trigger" | "actor"> &
  Partial<Pick<Run, "schedule">> & { readonly id?: string | undefined };

/** A run that begins now. Kinds that need more say it over this. */
export const newRun = (order: RunOrder, ports: NewRunPorts): Run => {
  const now = ports.clock.now();
  return {
    schedule: null,
    ...order,
    id: order.id ?? ports.newToken(),
    state: "running",
    projectionId: ports.projectionId,
    reading: ports.checkpoint().reading,
    dryRun: false,
    confirmed: false,
    progress: { phase: "properties", after: null, processed: 0, total: null },
    counts: emptyCounts,
    drift: [],
    orphansCounted: true,
    startedAt: now,
    endedAt: null,
    createdAt: now,
    error: null,
    resumedFrom: null,
  };
};
