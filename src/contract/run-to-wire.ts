import { type Run, traceIdOf } from "../domain/sync/run.ts";
import type { RunNews } from "../domain/sync/sync-event.ts";
import type { WireRun, WireRunProgress } from "./run.ts";
import { optionalTimeToWire, timeToWire } from "./time.ts";

/** A run as an answer says it at `now`, milliseconds since the epoch. */
export const runToWire = (run: Run, now: number): WireRun => ({ ...runNewsToWire(run, now), drift: [...run.drift] });

/** The same as an event tells it. */
export const runNewsToWire = (run: RunNews, now: number): Omit<WireRun, "drift"> => ({
  id: run.id,
  kind: run.kind,
  trigger: run.trigger,
  actor: run.actor,
  state: run.state,
  dryRun: run.dryRun,
  confirmed: run.confirmed,
  progress: runProgressToWire(run, now),
  counts: { ...run.counts },
  createdAt: timeToWire(run.createdAt),
  startedAt: optionalTimeToWire(run.startedAt),
  endedAt: optionalTimeToWire(run.endedAt),
  error: run.error === null ? null : { code: run.error.code, message: run.error.message },
  resumedFrom: run.resumedFrom,
  traceId: traceIdOf(run),
  schedule:
    run.schedule === null ? null : { name: run.schedule.name, plannedAt: optionalTimeToWire(run.schedule.plannedAt) },
});

export const runProgressToWire = (run: RunNews, now: number): WireRunProgress => ({
  phase: run.progress.phase,
  processed: run.progress.processed,
  total: run.progress.total,
  etaMs: etaMsOf(run, now),
});

/** What is left, at the pace so far; null where there is no pace or no total. */
const etaMsOf = ({ state, startedAt, progress: { processed, total } }: RunNews, now: number): number | null => {
  if (state !== "running" || startedAt === null || total === null || processed === 0) return null;
  const left = Math.max(0, total - processed);
  return Math.round((Math.max(0, now - startedAt) / processed) * left);
};
