import { createMongoAccounting } from "./adapters/mongo-accounting/mongo-accounting.ts";
import { createMongoClient } from "./adapters/mongo-driver/connect.ts";
import { requireCapableServer } from "./adapters/mongo-driver/inspect-server.ts";
import { createMongoChangeFeed } from "./adapters/mongo-source/mongo-change-feed.ts";
import { createMongoSourceReader } from "./adapters/mongo-source/mongo-source-reader.ts";
import { createPinoLog } from "./adapters/pino-log/pino-log.ts";
import { createSystemClock } from "./adapters/system-clock/system-clock.ts";
import { createUseCases } from "./application/create-use-cases.ts";
import { leaseTtlMs } from "./application/lead.ts";
import { createPipeline } from "./application/pipeline.ts";
import type { PipelineOptions, PipelinePorts } from "./application/pipeline-ports.ts";
import type { Log } from "./application/ports/log.ts";
import { retryTransient } from "./application/retry-transient.ts";
import type { UseCases } from "./application/use-cases.ts";
import type { Config } from "./config.ts";
import type { MongoTarget } from "./mongo-target.ts";

export type Databases = { readonly main: MongoTarget; readonly accounting: MongoTarget };

/** What only a runtime can give. */
export type Runtime = {
  readonly newToken: () => string;
  /** SHA-256, hex. */
  readonly hash: (text: string) => string;
  readonly random: () => number;
};

export type Service = {
  readonly useCases: UseCases;
  readonly log: Log;
  /** Waits for the databases, then begins to work. Rejects when waiting would not help. */
  start(): Promise<void>;
  stop(): Promise<void>;
};

/** Another projection version is another ledger: raise it when the mappers change what they say. */
const projectionVersion = 1;

/** Puts the service together. The one place that names adapters; tests override single ports. */
export const compose = (
  config: Config,
  databases: Databases,
  runtime: Runtime,
  overrides: Partial<PipelinePorts> = {},
): Service => {
  const sourceClient = createMongoClient(databases.main.uri, "source");
  const accountingClient = createMongoClient(databases.accounting.uri, "accounting");
  const options = pipelineOptions(config, runtime);
  const clock = createSystemClock();
  const source = { client: sourceClient, databaseName: databases.main.databaseName, collections: config.collections };
  const accounting = createMongoAccounting({
    client: accountingClient,
    databaseName: databases.accounting.databaseName,
    instanceId: config.instanceId,
    defaultCurrency: config.defaultCurrency,
    leaseTtlMs,
  });
  const ports: PipelinePorts = {
    source: createMongoSourceReader(source),
    feed: createMongoChangeFeed(source),
    ...accounting,
    clock,
    log: createPinoLog(config.logLevel),
    ...runtime,
    ...overrides,
  };
  const pipeline = createPipeline(ports, options);
  const stopping = new AbortController();
  return {
    useCases: createUseCases(pipeline),
    log: ports.log,
    start: async () => {
      const waiting = { ...ports, onWaiting: (error: unknown) => announce(ports.log, error) };
      const inspect = async (): Promise<void> => {
        await requireCapableServer(sourceClient, "source");
        await requireCapableServer(accountingClient, "accounting");
      };
      await retryTransient(waiting, inspect, stopping.signal);
      await pipeline.start();
    },
    stop: async () => {
      stopping.abort();
      await pipeline.stop();
      await Promise.all([sourceClient.close(), accountingClient.close()]);
    },
  };
};

const announce = (log: Log, error: unknown): void => {
  if (error !== null) log.error("waiting for a database", error);
};

const pipelineOptions = (config: Config, { hash }: Runtime): PipelineOptions => {
  const { postingPolicy, subMinor, defaultCurrency, collections } = config;
  const rules = { postingPolicy, subMinor, defaultCurrency };
  return {
    instanceId: config.instanceId,
    rules,
    projectionId: hash(JSON.stringify([projectionVersion, rules, collections])),
    realTimeEnabled: config.realTimeSyncEnabled,
    syncEnabled: config.syncEnabled,
    maxRowsPerSecond: config.fullSyncMaxRowsPerSecond,
  };
};
