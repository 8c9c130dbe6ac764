import { createUseCases } from "../../../src/application/create-use-cases.ts";
import { createPipeline, type Pipeline } from "../../../src/application/pipeline.ts";
import type { PipelinePorts } from "../../../src/application/pipeline-ports.ts";
import type { UseCases } from "../../../src/application/use-cases.ts";
import type { ProjectionRules } from "../../../src/domain/projection/projection.ts";
import { createSimulatedProcess, type SimulatedProcess } from "../kernel/simulated-process.ts";
import type { VirtualTime } from "../kernel/virtual-time.ts";

/** One place where the service runs: what dies there is started again. */
export type Instance = {
  readonly rules: () => ProjectionRules;
  /** Null while nothing runs here. */
  running(): Running | null;
  start(rules: ProjectionRules): void;
  crash(): void;
  /** SIGTERM: what was read is committed, then the process ends; whoever takes too long is killed. */
  stop(): void;
  /** Nothing is started here any more. */
  close(): void;
};

export type Running = { readonly process: SimulatedProcess; readonly pipeline: Pipeline; readonly useCases: UseCases };

export type Terms = {
  readonly rules: ProjectionRules;
  readonly instanceId: string;
  readonly onCrash: () => void;
};

export type InstanceOptions = {
  readonly name: string;
  readonly time: VirtualTime;
  readonly wallClock: () => number;
  readonly connect: (process: SimulatedProcess, terms: Terms) => PipelinePorts;
  /** How long the place stays empty after an end. Unit: ms. */
  readonly pauseMs: () => number;
};

/** As an orchestrator does: a process that does not stop by itself is killed. Unit: ms. */
const stopGraceMs = 30_000;

export const createInstance = (options: InstanceOptions): Instance => {
  const { time, wallClock, connect } = options;
  let running: Running | null = null;
  let starts = 0;
  let isClosed = false;
  let rules: ProjectionRules | null = null;

  const rulesNow = (): ProjectionRules => {
    if (rules === null) throw new Error("the instance was never started");
    return rules;
  };
  const end = (process: SimulatedProcess): void => {
    process.crash();
    if (running?.process !== process) return;
    running = null;
    time.after(options.pauseMs(), start);
  };
  const start = (): void => {
    if (running !== null || isClosed) return;
    starts += 1;
    const process = createSimulatedProcess({ name: `${options.name}.${starts}`, time, wallClock });
    const ports = connect(process, { rules: rulesNow(), instanceId: options.name, onCrash: () => end(process) });
    const pipeline = createPipeline(ports, { ...settings, ...identityOf(options.name, rulesNow()) });
    running = { process, pipeline, useCases: createUseCases(pipeline) };
    // A process that cannot start exits, and is started again.
    pipeline.start().catch(() => end(process));
  };

  return {
    rules: rulesNow,
    running: () => running,
    start: (next) => {
      rules = next;
      start();
    },
    close: () => {
      isClosed = true;
    },
    crash: () => running !== null && end(running.process),
    stop: () => {
      if (running === null) return;
      const { process, pipeline } = running;
      const kill = time.after(stopGraceMs, () => end(process));
      pipeline.stop().then(
        () => {
          kill();
          end(process);
        },
        () => end(process),
      );
    },
  };
};

const settings = {
  realTimeEnabled: true,
  syncEnabled: true,
  maxRowsPerSecond: 0,
  checkMaxRowsPerSecond: 0,
  scheduledFixes: "off" as const,
  verifyRowsPerSecond: 0,
  scheduledEnabled: true,
  scheduleTimezone: "UTC",
};

const identityOf = (instanceId: string, rules: ProjectionRules) => ({
  instanceId,
  rules,
  projectionId: JSON.stringify(rules),
});
