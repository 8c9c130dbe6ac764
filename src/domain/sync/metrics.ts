/** Everything that is measured, by its one name. A counter only ever grows; units are in the names, as Prometheus wants them. */
export const metricKinds = {
  ledgersync_lag_seconds: ["gauge", "How far the ledger is behind the main database; absent while that is unknown."],
  ledgersync_events_total: ["counter", "Change events read and accounted for."],
  ledgersync_events_outcome_total: ["counter", "Change events by what became of them; they add up to the events."],
  ledgersync_commits_total: ["counter", "Units committed to the ledger."],
  ledgersync_failures_open: ["gauge", "Documents that cannot be projected."],
  ledgersync_drift_corrected_total: ["counter", "Differences corrected that no change had announced."],
  ledgersync_real_time_running: ["gauge", "1 while changes flow, also while they wait for a database."],
  ledgersync_health_status: ["gauge", "1 for the present verdict: healthy, degraded or unhealthy."],
  ledgersync_health_reason: ["gauge", "1 for each reason of the verdict."],
  ledgersync_breaker_state: ["gauge", "1 for the present state of each database's circuit breaker."],
  ledgersync_unit_share: ["gauge", "What units of work may be of their usual size."],
  ledgersync_checkpoint_age_seconds: ["gauge", "Age of the stored position in the stream."],
  ledgersync_oplog_headroom_seconds: [
    "gauge",
    "From the oldest entry of the oplog to the position; absent while unknown.",
  ],
  ledgersync_oplog_window_seconds: ["gauge", "What the oplog reaches over; absent while unknown."],
  ledgersync_leader: ["gauge", "1 on the instance that leads."],
  ledgersync_leader_epoch: ["gauge", "How often the lease has been won; absent while nobody leads."],
  ledgersync_observation_age_seconds: ["gauge", "How long ago the leader saw what is told here."],
  ledgersync_last_check_age_seconds: [
    "gauge",
    "How long ago the last consistency check ended; absent before the first.",
  ],
  ledgersync_last_check_findings: [
    "gauge",
    "Differences that the last consistency check found; absent before the first.",
  ],
  ledgersync_event_readers: ["gauge", "Who follows the events on this instance right now."],
  ledgersync_runs: ["gauge", "Runs on record, by kind and state."],
  ledgersync_process_resident_memory_bytes: ["gauge", "Memory that this process holds."],
  ledgersync_process_cpu_seconds_total: ["counter", "Processor time that this process has used."],
} as const satisfies Readonly<Record<string, readonly ["gauge" | "counter", string]>>;

export type MetricName = keyof typeof metricKinds;

/** One measured value. `labels` tell several of one name apart. */
export type Sample = {
  readonly name: MetricName;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
};
