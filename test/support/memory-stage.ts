import { createCronerScheduler } from "../../src/adapters/croner-scheduler/croner-scheduler.ts";
import { closedBreakers } from "../../src/adapters/memory/closed-breakers.ts";
import { createMemoryAccounting, type MemoryAccounting } from "../../src/adapters/memory/memory-accounting.ts";
import { createMemorySource, type MemorySource } from "../../src/adapters/memory/memory-source.ts";
import { createVirtualClock, type VirtualClock } from "../../src/adapters/memory/virtual-clock.ts";
import { createPrometheusText } from "../../src/adapters/open-telemetry/prometheus-text.ts";
import { createUseCases } from "../../src/application/create-use-cases.ts";
import { createPipeline, type Pipeline } from "../../src/application/pipeline.ts";
import type { PipelineOptions, PipelinePorts } from "../../src/application/pipeline-ports.ts";
import type { UseCases } from "../../src/application/use-cases.ts";
import { encodeId, type Id } from "../../src/domain/ids.ts";
import type { PaymentDocument } from "../../src/domain/source/payment.ts";
import type { SourceValue } from "../../src/domain/source/source-value.ts";
import { aPayment } from "./arbitraries/payments.ts";
import { netRules } from "./arbitraries/rules.ts";
import { sha256 } from "./sha256.ts";
import { silentLog } from "./silent-log.ts";
import { inTime, passTime, untilIn } from "./virtual-time.ts";

export type Instance = { readonly pipeline: Pipeline; readonly useCases: UseCases };

/** The whole service on databases in memory and a clock that stands still until it is told to go on. */
export type MemoryStage = {
  readonly clock: VirtualClock;
  readonly source: MemorySource;
  readonly accounting: MemoryAccounting;
  /** Called at every point of every effect; may wait or throw. Tests replace it. */
  between: (point: string) => Promise<void>;
  /** Another instance on the same databases. */
  instance(options?: Partial<PipelineOptions>, ports?: Partial<PipelinePorts>): Instance;
  /** The same, started, leading and, unless real time is off, live with everything covered. */
  live(options?: Partial<PipelineOptions>, ports?: Partial<PipelinePorts>): Promise<Instance>;
  putPayment(name: string, fields?: Partial<Omit<PaymentDocument, "id">>): void;
  putProperty(name: string, ownerId?: SourceValue): void;
  inTime<T>(work: Promise<T>, maxMs?: number): Promise<T>;
  passTime(ms: number): Promise<void>;
  until(condition: () => boolean, maxMs?: number): Promise<void>;
};

export const named = (value: string): Id => encodeId({ kind: "string", value });

export const createMemoryStage = (changesMax = 1_000): MemoryStage => {
  const clock = createVirtualClock();
  const between = (point: string): Promise<void> => stage.between(point);
  const source = createMemorySource({ clock, between, changesMax: () => changesMax });
  const accounting = createMemoryAccounting({ clock, hash: sha256 });
  let instances = 0;
  let tokens = 0;

  const newToken = (): string => {
    tokens += 1;
    return `t${tokens}`;
  };

  const stage: MemoryStage = {
    clock,
    source,
    accounting,
    between: () => Promise.resolve(),
    instance: (options = {}, ports = {}) => {
      instances += 1;
      const instanceId = `i${instances}`;
      const pipeline = createPipeline(
        {
          ...accounting.connect(instanceId, between),
          source: source.reader,
          scheduler: createCronerScheduler(),
          feed: source.feed,
          breakers: closedBreakers,
          oplog: source.oplog,
          metricsText: createPrometheusText(),
          clock,
          log: silentLog,
          random: () => 0.5,
          newToken,
          hash: sha256,
          ...ports,
        },
        { ...usualOptions, instanceId, ...options },
      );
      return { pipeline, useCases: createUseCases(pipeline) };
    },
    live: async (options, ports) => {
      const instance = stage.instance(options, ports);
      await stage.inTime(instance.pipeline.start());
      await stage.until(() => isReady(instance));
      return instance;
    },
    putPayment: (name, fields = {}) => {
      source.payments.put(aPayment(named(name), { propertyId: "house", ...fields }));
    },
    putProperty: (name, ownerId) => {
      const facts = { name: "Rose Court", address: undefined, companyId: undefined, propertyOwnerId: undefined };
      source.properties.put({ id: named(name), ...facts, ownerId });
    },
    inTime: (work, maxMs) => inTime(clock, work, maxMs),
    passTime: (ms) => passTime(clock, ms),
    until: (condition, maxMs) => untilIn(clock, condition, maxMs),
  };
  return stage;
};

const usualOptions: Omit<PipelineOptions, "instanceId"> = {
  rules: netRules,
  projectionId: "p1",
  realTimeEnabled: true,
  syncEnabled: true,
  maxRowsPerSecond: 0,
  checkMaxRowsPerSecond: 0,
  scheduledFixes: "safe",
  verifyRowsPerSecond: 0,
  // Where time passes by hours, runs that a test did not ask for would come between.
  scheduledEnabled: false,
  scheduleTimezone: "UTC",
};

const isReady = ({ pipeline }: Instance): boolean => {
  const term = pipeline.term();
  if (term === null) return false;
  if (!pipeline.options.realTimeEnabled || !term.checkpoint().realTimeWanted) return true;
  const { initialised, reading, coveredReading } = term.checkpoint();
  return term.realTime.report().state === "live" && initialised && reading === coveredReading;
};
