import { createCronerScheduler } from "./adapters/croner-scheduler/croner-scheduler.ts";
import { createDashboardFiles } from "./adapters/dashboard-files/dashboard-files.ts";
import type { EmbeddedMongo } from "./adapters/embedded-mongo/embedded-mongo.ts";
import { createMongoAccounting } from "./adapters/mongo-accounting/mongo-accounting.ts";
import { createMongoClient } from "./adapters/mongo-driver/connect.ts";
import { requireCapableServer } from "./adapters/mongo-driver/inspect-server.ts";
import { requireOtherDatabase } from "./adapters/mongo-driver/require-other-database.ts";
import { maskUris, translated } from "./adapters/mongo-driver/translate-error.ts";
import { createMongoOplog } from "./adapters/mongo-source/mongo-oplog.ts";
import { createMongoSource } from "./adapters/mongo-source/mongo-source.ts";
import { createPrometheusText } from "./adapters/open-telemetry/prometheus-text.ts";
import { createPinoLog } from "./adapters/pino-log/pino-log.ts";
import { createBreaker } from "./adapters/resilience/breaker.ts";
import { guard, guardEach, guardFeed } from "./adapters/resilience/guard.ts";
import { createSystemClock } from "./adapters/system-clock/system-clock.ts";
import { guard as guardAccess } from "./application/access/guard.ts";
import { recordRefusals } from "./application/audit/record-refusal.ts";
import { createUseCases } from "./application/create-use-cases.ts";
import { AppError } from "./application/errors.ts";
import { leaseTtlMs } from "./application/lead.ts";
import { createPipeline } from "./application/pipeline.ts";
import type { PipelineOptions, PipelinePorts } from "./application/pipeline-ports.ts";
import type { Log } from "./application/ports/log.ts";
import { probeSource } from "./application/probe-source.ts";
import { retryTransient } from "./application/retry-transient.ts";
import { type AnsweredRequest, tellRequest } from "./application/tell-request.ts";
import type { UseCases } from "./application/use-cases.ts";
import { accessOf } from "./compose-access.ts";
import type { Config, Environment } from "./config.ts";
import { createHttpApp } from "./http/create-http-app.ts";
import type { HttpApp } from "./http/http-env.ts";
import type { FailedRequest } from "./http/http-options.ts";
import { answerClientError } from "./http/problem/client-error.ts";
import { createTrpcMount } from "./trpc/create-trpc-mount.ts";

export type Databases = NonNullable<Config["databases"]>;

/** What only a runtime can give. */
export type Runtime = {
  readonly newToken: () => string;
  /** SHA-256, hex. */
  readonly hash: (text: string) => string;
  readonly random: () => number;
};

export type AppTexts = {
  readonly version: string;
  /** The committed openapi.yaml. */
  readonly openApiText: string;
  /** Where the dashboard was built to. */
  readonly dashboardFolder: string;
};

export type Service = {
  readonly useCases: UseCases;
  /** The service over HTTP. Answers from the first moment on, whatever the databases do. */
  app(texts: AppTexts): Promise<HttpApp>;
  /** For what reaches the server and is no request. */
  readonly answerClientError: typeof answerClientError;
  /** Waits for the databases, then begins to work. Rejects when waiting would not help. */
  start(): Promise<void>;
  /** Ends what is told live: whoever listens goes to another instance. Everything else is still answered. */
  closeStreams(): void;
  /** Commits what was read, saves the position, gives the lease back. */
  stop(): Promise<void>;
};

/** Another projection version is another ledger: raise it when the mappers change what they say. */
const projectionVersion = 1;

/** Limits of a request: bytes of its body, ms until its answer. */
const bodyBytesMax = 64 * 1_024;
const requestTimeoutMs = 10_000;

/** Puts the service together. The one place that names adapters; tests override single ports. */
export const compose = (
  config: Config,
  databases: Databases,
  runtime: Runtime,
  overrides: Partial<PipelinePorts> = {},
): Service => {
  const { ports, inspect, close } = connect(config, databases, runtime, overrides);
  const pipeline = createPipeline(ports, pipelineOptions(config, databases, runtime));
  const useCases = createUseCases(pipeline);
  const stopping = new AbortController();
  return {
    useCases,
    answerClientError,
    app: async ({ dashboardFolder, ...texts }) => {
      const access = await accessOf(config, ports);
      return createHttpApp(useCases, {
        ...texts,
        dashboard: createDashboardFiles(dashboardFolder),
        ...httpOptions(ports),
        access,
        guard: (asked, asking) => guardAccess(asked, asking, recordRefusals(ports)),
        mounts: [createTrpcMount(ports.clock.now)],
        corsOrigins: config.corsOrigins,
      });
    },
    start: async () => {
      const waiting = { ...ports, onWaiting: (error: unknown) => announce(ports.log, error) };
      await retryTransient(waiting, () => inspect(stopping.signal), stopping.signal);
      await pipeline.start();
    },
    closeStreams: pipeline.tail.close,
    stop: async () => {
      stopping.abort(new AppError("cancelled", "The service is stopping."));
      await pipeline.stop();
      await close();
    },
  };
};

export const createLog = ({ logLevel }: Config): Log => createPinoLog(logLevel, maskUris);

/** What a person must be told, and can mend; null = a bug, to be logged whole. */
export const refusalOf = (error: unknown): string | null => (error instanceof AppError ? error.message : null);

export type EmbeddedOptions = {
  /** Where the data stays between two starts. */
  readonly directory: string;
  readonly environment: Environment;
  readonly log: Log;
  readonly signal: AbortSignal;
};

/** A replica set of our own for those who name no database. Whoever opens it stops it, after everything that uses it. */
export const openEmbedded = async (
  options: EmbeddedOptions,
): Promise<{ readonly databases: Databases; readonly mongo: EmbeddedMongo }> => {
  // Loaded when it is needed: 30 MB and a fifth of a second that a service beside its own MongoDB can do without.
  const { startEmbeddedMongo } = await import("./adapters/embedded-mongo/embedded-mongo.ts");
  const progress = (step: string): void => options.log.info(step);
  const mongo = await startEmbeddedMongo({ ...options, progress }).catch((error: unknown) => {
    options.signal.throwIfAborted();
    const reason = error instanceof Error ? error.message : String(error);
    throw new AppError("source_configuration", `The embedded database did not start. ${reason}`, { cause: error });
  });
  const { uri } = mongo;
  const main = { uri, databaseName: "property-management" };
  return { databases: { main, accounting: { uri, databaseName: "accounting" } }, mongo };
};

type Connected = {
  readonly ports: PipelinePorts;
  /** Whether these databases can be worked with at all. */
  readonly inspect: (signal: AbortSignal) => Promise<void>;
  readonly close: () => Promise<void>;
};

const connect = (
  config: Config,
  databases: Databases,
  { newToken, hash, random }: Runtime,
  overrides: Partial<PipelinePorts>,
): Connected => {
  const main = { ...databases.main, client: createMongoClient(databases.main.uri, "source") };
  const accounting = { ...databases.accounting, client: createMongoClient(databases.accounting.uri, "accounting") };
  const { instanceId, defaultCurrency, collections, polling: intervals } = config;
  const breakers = { source: createBreaker("source"), accounting: createBreaker("accounting") };
  const { lease, ...unguarded } = createMongoAccounting({
    ...accounting,
    instanceId,
    defaultCurrency,
    leaseTtlMs,
    hash,
  });
  const books = guardEach(unguarded, breakers.accounting);
  const clock = createSystemClock();
  const sourceOptions = { ...main, collections, ledger: books.ledger, timer: clock, intervals };
  const { inspect: inspectSource, source, feed } = createMongoSource(sourceOptions);
  const ports: PipelinePorts = {
    source: guard(source, breakers.source),
    feed: guardFeed(feed, breakers.source),
    ...books,
    // Not held back: whoever leads must be able to prove it at the first moment that the database answers.
    lease,
    breakers: { states: () => ({ source: breakers.source.state(), accounting: breakers.accounting.state() }) },
    oplog: guard(createMongoOplog(main.client), breakers.source),
    metricsText: createPrometheusText(),
    clock,
    scheduler: createCronerScheduler(),
    log: createLog(config),
    newToken,
    hash,
    random,
    ...overrides,
  };
  return {
    ports,
    inspect: async (signal) => {
      await requireCapableServer(main.client, "source");
      await inspectSource();
      await requireCapableServer(accounting.client, "accounting");
      await translated("accounting", () => requireOtherDatabase(main, accounting));
      await probeSource(ports, signal);
    },
    close: async () => void (await Promise.all([main.client.close(), accounting.client.close()])),
  };
};

const announce = (log: Log, error: unknown): void => {
  if (error === null) log.info("every database answers");
  else log.warn("waiting for a database", { reason: refusalOf(error) });
};

const httpOptions = ({ log, clock }: PipelinePorts) => ({
  bodyBytesMax,
  requestTimeoutMs,
  now: clock.now,
  onServerError: (error: unknown, { method, route }: FailedRequest) => {
    const reason = refusalOf(error);
    if (reason === null) log.error("a request failed", error, { method, route });
    else log.warn("a request could not be answered", { method, route, reason });
  },
  onAnswer: (answer: AnsweredRequest) => tellRequest(log, answer),
});

const pipelineOptions = (config: Config, { main }: Databases, { hash }: Runtime): PipelineOptions => {
  const { postingPolicy, subMinor, defaultCurrency, collections } = config;
  const rules = { postingPolicy, subMinor, defaultCurrency };
  return {
    instanceId: config.instanceId,
    rules,
    // Another source database is another ledger too: a resume token of this one would open its stream without a complaint.
    projectionId: hash(JSON.stringify([projectionVersion, rules, collections, main.databaseName])),
    realTimeEnabled: config.realTimeSyncEnabled,
    syncEnabled: config.syncEnabled,
    maxRowsPerSecond: config.fullSyncMaxRowsPerSecond,
    checkMaxRowsPerSecond: config.consistencyMaxRowsPerSecond,
    scheduledFixes: config.scheduledFixes,
    verifyRowsPerSecond: config.verifyRowsPerSecond,
    verifyPauseMs: config.verifyPauseMs,
    massFailurePercent: config.massFailurePercent,
    scheduledEnabled: config.scheduledSyncEnabled,
    scheduleTimezone: config.scheduleTimezone,
  };
};
