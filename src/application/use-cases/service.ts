import type { HealthReport } from "../../domain/sync/health-report.ts";
import type { SyncStats, SyncStatus } from "../../domain/sync/sync-status.ts";
import { answerInTime } from "../answer-in-time.ts";
import type { Pipeline } from "../pipeline.ts";
import { healthOf } from "../read-health.ts";
import { readMetrics } from "../read-metrics.ts";
import { readStats, readStatus } from "../read-status.ts";

/** What the service says about itself. */
export type ServiceUseCases = {
  status(): Promise<SyncStatus>;
  stats(): Promise<SyncStats>;
  health(): Promise<HealthReport>;
  /** Everything measured, in Prometheus' text format. */
  metrics(): Promise<string>;
  /** Both databases answer. */
  ready(): Promise<{ readonly source: boolean; readonly accounting: boolean }>;
};

export const createServiceUseCases = (pipeline: Pipeline): ServiceUseCases => ({
  status: () => readStatus(pipeline),
  stats: () => readStats(pipeline),
  health: () => healthOf(pipeline),
  metrics: () => readMetrics(pipeline),
  ready: () => ready(pipeline),
});

const ready = async ({ ports }: Pipeline): Promise<{ readonly source: boolean; readonly accounting: boolean }> => {
  const answers = (work: Promise<unknown>): Promise<boolean> =>
    work.then(
      () => true,
      () => false,
    );
  const [source, accounting] = await Promise.all([
    answers(answerInTime(ports, ports.source.ping)),
    answers(answerInTime(ports, ports.sink.checkpoint)),
  ]);
  return { source, accounting };
};
