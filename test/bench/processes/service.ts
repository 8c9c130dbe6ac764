import { setTimeout as delay } from "node:timers/promises";
import type { RunState } from "../../../src/domain/sync/run.ts";
import { startArguments } from "../../support/start-arguments.ts";
import type { Bench } from "../bench.ts";
import type { World } from "../world.ts";
import { startWorker, type Worker } from "./worker.ts";

export type ServiceStatus = {
  /** Leads and follows the stream, and no full sync is under way. */
  readonly isLive: boolean;
  readonly state: string;
  /** Id of the newest full sync that is over. */
  readonly lastFullSync: string | null;
  /** What went wrong inside, the end of that full sync included. */
  readonly errors: readonly string[];
};

export type RunReport = {
  readonly state: RunState;
  readonly durationMs: number | null;
  readonly processed: number;
  readonly applied: number;
  readonly failed: number;
};

/** What the newest complete check says. */
export type CheckReport = { readonly id: string; readonly payments: number; readonly findings: number };

export type PlanReport = { readonly id: string; readonly planHash: string; readonly items: number };

export type ServiceCalls = {
  /** Begins to work; what it works at is seen from outside. */
  readonly start: () => Promise<void>;
  readonly status: () => Promise<ServiceStatus>;
  /** The run's id. */
  readonly startFullSync: () => Promise<string>;
  /** Its run's id, which is its own. */
  readonly startCheck: () => Promise<string>;
  readonly check: (id: string) => Promise<CheckReport>;
  readonly makeFixPlan: (checkId: string) => Promise<PlanReport>;
  /** The run's id. */
  readonly applyFixPlan: (plan: PlanReport) => Promise<string>;
  readonly run: (id: string) => Promise<RunReport>;
  readonly cancelRun: (id: string) => Promise<void>;
  /** Ends the checks that the service makes of itself: after a first sync, and where an earlier process was broken off. */
  readonly cancelChecks: () => Promise<void>;
  readonly stopRealTime: () => Promise<void>;
};

export type Service = Worker<ServiceCalls>;

const pollMs = 20;
/** A measure that has not come to its end by then never will. */
const patienceMs = 600_000;

/** The service in a process of its own, loaded but not started. `label` names its profile; null = none is wanted. `settings`: of its environment. */
export const launchService = (
  bench: Bench,
  world: World,
  label: string | null,
  settings: Readonly<Record<string, string>> = {},
): Promise<Service> =>
  startWorker<ServiceCalls>({
    file: new URL("service-process.ts", import.meta.url),
    nodeArguments: [...startArguments(), ...profileArguments(bench, label)],
    environment: {
      MONGODB_URI: world.mainUri,
      ACCOUNTING_DB_URI: world.accountingUri,
      INSTANCE_ID: "bench",
      LOG_LEVEL: "silent",
      ...settings,
    },
  });

const profileArguments = ({ profileDirectory }: Bench, label: string | null): readonly string[] =>
  profileDirectory === null || label === null
    ? []
    : ["--cpu-prof", `--cpu-prof-dir=${profileDirectory}`, `--cpu-prof-name=${label}.cpuprofile`];

/** Starts the service and waits until it has caught up with an existing source: the initial sync is over, the stream flows. */
export const startUntilLive = async (service: Service): Promise<ServiceStatus> => {
  await service.call("start", undefined);
  const status = await pollUntil(
    () => service.call("status", undefined),
    ({ isLive, errors }) => isLive || errors.length > 0,
  );
  refuseReported(status);
  await service.call("cancelChecks", undefined);
  return status;
};

/** Runs a full sync to its end; anything but success is an error. */
export const runFullSync = async (service: Service): Promise<RunReport> => {
  const id = await service.call("startFullSync", undefined);
  return finishedRun(service, id);
};

/** Runs a check to its end. */
export const runCheck = async (service: Service): Promise<CheckReport & { readonly durationMs: number }> => {
  const id = await service.call("startCheck", undefined);
  const { durationMs } = await finishedRun(service, id);
  return { ...(await service.call("check", id)), durationMs: durationMs ?? Number.NaN };
};

export const finishedRun = async (service: Service, id: string): Promise<RunReport> => {
  const run = await pollUntil(
    () => service.call("run", id),
    ({ durationMs }) => durationMs !== null,
  );
  if (run.state !== "succeeded") throw new Error(`the run ended as ${run.state}`);
  return run;
};

/** What went wrong inside, were it only once and overcome: a measure with such a thing in it is not a fair one. */
export const refuseErrors = async (service: Service): Promise<void> => {
  refuseReported(await service.call("status", undefined));
};

const refuseReported = ({ errors }: ServiceStatus): void => {
  if (errors.length > 0) throw new Error(`the service reported: ${errors.join("; ")}`);
};

const pollUntil = async <T>(ask: () => Promise<T>, isEnough: (answer: T) => boolean): Promise<T> => {
  const deadline = performance.now() + patienceMs;
  for (;;) {
    const answer = await ask();
    if (isEnough(answer)) return answer;
    if (performance.now() > deadline) throw new Error(`no end after ${patienceMs / 1000} s: ${JSON.stringify(answer)}`);
    await delay(pollMs);
  }
};
