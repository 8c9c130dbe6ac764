import { assessHealth } from "../domain/sync/health.ts";
import type { HealthReport } from "../domain/sync/health-report.ts";
import type { SyncStatus } from "../domain/sync/sync-status.ts";
import { emptyTally } from "../domain/sync/tally.ts";
import { answerInTime } from "./answer-in-time.ts";
import { consistencyOf } from "./consistency-input.ts";
import { AppError, describeError, isTransient } from "./errors.ts";
import type { Pipeline } from "./pipeline.ts";
import { readObservation } from "./read-observation.ts";
import { verificationOf } from "./verification-watch.ts";

/** The verdict from what is known already: reading health never runs a check. It answers, too, when the ledger's database does not. */
export const healthOf = async (pipeline: Pipeline): Promise<HealthReport> => {
  const checkedAt = pipeline.ports.clock.now();
  try {
    return { ...(await assess(pipeline)), checkedAt };
  } catch (error) {
    if (!isOfLedger(error)) throw error;
    return { ...withoutLedger(error, pipeline), checkedAt };
  }
};

const assess = async (pipeline: Pipeline): Promise<Omit<HealthReport, "checkedAt">> => {
  const { stats, health } = await readObservation(pipeline);
  const { ports } = pipeline;
  const check = await answerInTime(ports, (signal) => ports.checks.latest(signal));
  const consistency = check === null ? null : consistencyOf(check, ports.clock.now());
  return { health: assessHealth({ ...health, consistency }), status: stats.status, check };
};

/** Away, overloaded, or refusing: about the database, and not a bug of ours. */
const isOfLedger = (error: unknown): boolean =>
  isTransient(error) || (error instanceof AppError && error.code === "accounting_configuration");

/** Nothing can be said of the ledger while its database does not answer, except that. */
const withoutLedger = (error: unknown, { ports, options }: Pipeline): Omit<HealthReport, "checkedAt"> => {
  const { code, message } = describeError(error);
  const refuses = !isTransient(error);
  const action = refuses
    ? "Mend what the message names; it is tried again by itself, and nothing is lost meanwhile."
    : "Nothing is lost; sync goes on by itself when the database is back.";
  const status: SyncStatus = {
    realTime: {
      isRunning: false,
      wanted: true,
      state: "waiting",
      ...ports.feed.mode(),
      lagMs: null,
      lastSyncAt: null,
      position: null,
      error: { code, message },
    },
    scheduled: { isRunning: false, isPaused: false, totalSchedules: 0, enabledSchedules: 0, nextRunAt: null },
    tally: emptyTally,
    lastFullSync: null,
    lastSuccessfulFullSync: null,
    activeRun: null,
    openFailures: 0,
    breakers: ports.breakers.states(),
    commits: null,
    driftCorrected: 0,
    oplog: null,
    unitShare: 1,
    verification: verificationOf(null, null, options.verifyRowsPerSecond),
    leader: { isLeader: false, epoch: null, instanceId: null, observedAt: null },
  };
  const reasons = [
    { code: refuses ? "database_refuses" : "database_away", severity: "unhealthy", message, action },
  ] as const;
  return { health: { status: "unhealthy", reasons }, status, check: null };
};
