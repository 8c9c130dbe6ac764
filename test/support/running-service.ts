import { createHash, randomUUID } from "node:crypto";
import type { PipelinePorts } from "../../src/application/pipeline-ports.ts";
import { compose, type Runtime, type Service } from "../../src/compose.ts";
import { type Config, parseConfig } from "../../src/config.ts";
import type { FreshDatabases } from "./fresh-databases.ts";

export type Environment = Readonly<Record<string, string>>;
export type Uris = Pick<FreshDatabases, "mainUri" | "accountingUri">;

/** What the service is told about a test's databases; `environment` says what differs. */
export const environmentOf = ({ mainUri, accountingUri }: Uris, environment: Environment = {}): Environment => ({
  MONGODB_URI: mainUri,
  ACCOUNTING_DB_URI: accountingUri,
  INSTANCE_ID: "test:1",
  // A real hour may turn while a test runs.
  SCHEDULED_SYNC_ENABLED: "false",
  LOG_LEVEL: process.env.LOG_LEVEL ?? "silent",
  ...environment,
});

/** Puts the service together from an environment, as its main program does. */
export const composeFrom = (
  environment: Readonly<Record<string, string | undefined>>,
  overrides: Partial<PipelinePorts> = {},
): Service => {
  const config = configFrom(environment);
  return compose(config, databasesOf(config), runtime, overrides);
};

export const configFrom = (environment: Readonly<Record<string, string | undefined>>): Config => {
  const parsed = parseConfig(environment, "test");
  if (parsed.kind === "invalid") throw new Error(`bad configuration: ${JSON.stringify(parsed.problems)}`);
  return parsed.config;
};

export const databasesOf = ({ databases }: Config): NonNullable<Config["databases"]> => {
  if (databases === null) throw new Error("the environment names no databases");
  return databases;
};

const runtime: Runtime = {
  newToken: randomUUID,
  hash: (text) => createHash("sha256").update(text).digest("hex"),
  random: Math.random,
};

export type RunningService = AsyncDisposable & Pick<Service, "useCases" | "stop">;

/** The composed service in this process, on the test's databases: `await using service = await startService(databases)`. */
export const startService = async (
  uris: Uris,
  environment: Environment = {},
  overrides: Partial<PipelinePorts> = {},
): Promise<RunningService> => {
  const service = composeFrom(environmentOf(uris, environment), overrides);
  let stopped: Promise<void> | null = null;
  const stop = (): Promise<void> => (stopped ??= service.stop());
  try {
    await service.start();
  } catch (error) {
    await stop();
    throw error;
  }
  return { useCases: service.useCases, stop, [Symbol.asyncDispose]: stop };
};
