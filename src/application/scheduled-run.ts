import type { ScheduleKind } from "../domain/schedule/schedule.ts";
import type { Run, RunSchedule } from "../domain/sync/run.ts";
import type { RunOrder } from "./new-run.ts";

/** What a schedule asks for: when its tick has come, or because a person lets it run now. */
export type ScheduledOrder = RunOrder & { readonly kind: ScheduleKind; readonly schedule: RunSchedule };

/**
 * Begins a run, which carries `order.schedule` from its first moment. Rejects with `run_active` while one of its kind runs, and
 * with `conflict` when another run stands for the tick.
 */
export type StartScheduled = (order: ScheduledOrder) => Promise<Run>;

/** Each kind of schedule has its kind of run. */
export type StartsScheduled = Readonly<Record<ScheduleKind, StartScheduled>>;
