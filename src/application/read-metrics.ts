import { secondsOf } from "../domain/cluster-time.ts";
import type { BreakerStates } from "../domain/sync/breaker-state.ts";
import type { HealthReport } from "../domain/sync/health-report.ts";
import type { MetricName, Sample } from "../domain/sync/metrics.ts";
import type { Tally } from "../domain/sync/tally.ts";
import { answerInTime } from "./answer-in-time.ts";
import type { Pipeline } from "./pipeline.ts";
import type { RunCount } from "./ports/run-store.ts";
import { healthOf } from "./read-health.ts";

/** Everything measured, as text. It answers, too, when the ledger's database does not: then what rests on it is absent. */
export const readMetrics = async (pipeline: Pipeline): Promise<string> => {
  const { ports } = pipeline;
  const report = await healthOf(pipeline);
  const runs = await answerInTime(ports, ports.runs.counts).catch((): readonly RunCount[] => []);
  const samples = [
    ...samplesOfHealth(report),
    ...samplesOfStatus(report, ports.clock.now()),
    sample("ledgersync_event_readers", pipeline.tail.readers()),
    ...runs.map(sampleOfRuns),
  ];
  return ports.metricsText.render(samples);
};

const sample = (name: MetricName, value: number, labels: Sample["labels"] = {}): Sample => ({ name, labels, value });

/** Nothing where the value is unknown: a number would be a lie. */
const known = (name: MetricName, value: number | null): readonly Sample[] =>
  value === null ? [] : [sample(name, value)];

const flag = (isSo: boolean): number => (isSo ? 1 : 0);

const samplesOfHealth = ({ health, check, checkedAt }: HealthReport): readonly Sample[] => [
  ...(check === null || check.endedAt === null
    ? []
    : [
        sample("ledgersync_last_check_age_seconds", Math.max(0, checkedAt - check.endedAt) / 1_000),
        sample("ledgersync_last_check_findings", check.findings),
      ]),
  ...(["healthy", "degraded", "unhealthy"] as const).map((status) =>
    sample("ledgersync_health_status", flag(health.status === status), { status }),
  ),
  ...health.reasons.map(({ code, severity }) => sample("ledgersync_health_reason", 1, { code, severity })),
];

const samplesOfStatus = ({ status }: HealthReport, now: number): readonly Sample[] => {
  const { realTime, leader, commits, oplog } = status;
  const seconds = (ms: number | null): number | null => (ms === null ? null : ms / 1_000);
  return [
    ...known("ledgersync_lag_seconds", seconds(realTime.lagMs)),
    ...(commits === null ? [] : samplesOfLedger(status, commits)),
    sample("ledgersync_real_time_running", flag(realTime.isRunning)),
    ...samplesOfBreakers(status.breakers),
    sample("ledgersync_unit_share", status.unitShare),
    ...known("ledgersync_checkpoint_age_seconds", ageOf(realTime.position, now)),
    ...known("ledgersync_oplog_headroom_seconds", oplog?.headroomS ?? null),
    ...known("ledgersync_oplog_window_seconds", oplog?.windowS ?? null),
    sample("ledgersync_leader", flag(leader.isLeader)),
    ...known("ledgersync_leader_epoch", leader.epoch === null ? null : Number(leader.epoch)),
    ...known(
      "ledgersync_observation_age_seconds",
      seconds(leader.observedAt === null ? null : now - leader.observedAt),
    ),
  ];
};

const ageOf = (position: HealthReport["status"]["realTime"]["position"], now: number): number | null =>
  position === null ? null : Math.max(0, Math.round(now / 1_000 - secondsOf(position)));

const outcomes = [
  "applied",
  "unchanged",
  "coalesced",
  "notPosted",
  "failed",
] as const satisfies readonly (keyof Tally)[];

/** `commits` null = the ledger's database did not answer, and its counters are unknown. */
const samplesOfLedger = (status: HealthReport["status"], commits: number): readonly Sample[] => [
  sample("ledgersync_events_total", status.tally.events),
  ...outcomes.map((outcome) => sample("ledgersync_events_outcome_total", status.tally[outcome], { outcome })),
  sample("ledgersync_commits_total", commits),
  sample("ledgersync_failures_open", status.openFailures),
  sample("ledgersync_drift_corrected_total", status.driftCorrected),
];

const breakerStates = ["closed", "half_open", "open"] as const;

const samplesOfBreakers = (breakers: BreakerStates): readonly Sample[] =>
  (["source", "accounting"] as const).flatMap((database) =>
    breakerStates.map((state) =>
      sample("ledgersync_breaker_state", flag(breakers[database] === state), { database, state }),
    ),
  );

const sampleOfRuns = ({ kind, state, runs }: RunCount): Sample => sample("ledgersync_runs", runs, { kind, state });
