import { assessHealth } from "../domain/sync/health.ts";
import type { Run } from "../domain/sync/run.ts";
import type { Observation } from "./observe.ts";
import { textOfValue, valueOfText } from "./value-text.ts";

/** What a leader says with its lease. */
export type LeaderReport = {
  /** Differs when something has changed that the others should not learn only at the next renewal. */
  readonly mark: string;
  /** The observation as text. */
  readonly text: () => string;
};

/** Another form of the observation is another number: what another release said is not understood, and not guessed at. */
const form = 4;

export const leaderReportOf = (observation: Observation): LeaderReport => {
  const { status } = observation.stats;
  const { realTime, activeRun, scheduled } = status;
  const { isRunning, totalSchedules, enabledSchedules } = scheduled;
  const schedules = [isRunning, totalSchedules, enabledSchedules];
  const reasons = assessHealth({ ...observation.health, consistency: null }).reasons.map(({ code }) => code);
  return {
    mark: JSON.stringify([realTime.state, realTime.wanted, realTime.error?.code, activeRun?.id, schedules, reasons]),
    text: () => textOfValue({ form, observation: brief(observation) }),
  };
};

/** Null when it was said by another release, in another form. */
export const observationOf = (text: string): Observation | null => {
  // Safe: the form says who wrote it.
  const report = valueOfText(text) as { readonly form: number; readonly observation: Observation };
  return report.form === form ? report.observation : null;
};

/** The drift of each run is left to the runs themselves: hundreds of keys that nobody looks for here. */
const brief = (observation: Observation): Observation => {
  const { status } = observation.stats;
  const withoutDrift = (run: Run | null): Run | null => (run === null ? null : { ...run, drift: [] });
  return {
    ...observation,
    stats: {
      ...observation.stats,
      status: {
        ...status,
        lastFullSync: withoutDrift(status.lastFullSync),
        lastSuccessfulFullSync: withoutDrift(status.lastSuccessfulFullSync),
        activeRun: withoutDrift(status.activeRun),
      },
    },
  };
};
