import { describe, expect, it } from "vitest";
import { type Config, type ConfigProblem, parseConfig } from "../../src/config.ts";

type Variables = Readonly<Record<string, string | undefined>>;

const configOf = (environment: Variables): Config => {
  const parsed = parseConfig(environment, "host");
  if (parsed.kind === "invalid") throw new Error(JSON.stringify(parsed.problems));
  return parsed.config;
};

const problemsOf = (environment: Variables): readonly ConfigProblem[] => {
  const parsed = parseConfig(environment, "host");
  return parsed.kind === "invalid" ? parsed.problems : [];
};

describe("an empty environment", () => {
  it("means embedded mode and defaults that are safe", () => {
    expect(configOf({})).toEqual({
      databases: null,
      syncEnabled: true,
      realTimeSyncEnabled: true,
      scheduledSyncEnabled: true,
      scheduleTimezone: "UTC",
      port: 3_000,
      host: "127.0.0.1",
      instanceId: "host:3000",
      logLevel: "info",
      defaultCurrency: "USD",
      postingPolicy: "net",
      subMinor: "round",
      collections: { payments: "payments", properties: "properties", owners: ["users"] },
      fullSyncMaxRowsPerSecond: 0,
      access: { tokensFile: null, oidc: null },
      corsOrigins: [],
      rateLimits: { mutations: 60, reads: 600 },
      polling: { pollEveryMs: 1_000, sweepEveryMs: 60_000 },
      consistencyMaxRowsPerSecond: 0,
      scheduledFixes: "safe",
      verifyRowsPerSecond: 200,
      verifyPauseMs: 600_000,
      massFailurePercent: 1,
      tracing: null,
    });
  });

  it("is the same as one whose variables are all empty, as compose files leave them", () => {
    const names = ["MONGODB_URI", "ACCOUNTING_DB_URI", "SYNC_ENABLED", "PORT", "HOST", "INSTANCE_ID", "LOG_LEVEL"];
    const rules = ["DEFAULT_CURRENCY", "POSTING_POLICY", "SUB_MINOR", "OWNER_COLLECTIONS", "MAIN_COLLECTIONS"];
    const speeds = ["FULL_SYNC_MAX_ROWS_PER_SECOND", "POLLING_INTERVAL_SECONDS", "POLLING_SWEEP_SECONDS"];
    const empty = Object.fromEntries([...names, ...rules, ...speeds].map((name) => [name, ""]));
    expect(configOf(empty)).toEqual(configOf({}));
    expect(configOf({ PORT: undefined })).toEqual(configOf({}));
  });
});

describe("a variable", () => {
  it.each<readonly [string, string, Partial<Config>]>([
    ["SYNC_ENABLED", "false", { syncEnabled: false }],
    ["SYNC_ENABLED", "true", { syncEnabled: true }],
    ["REAL_TIME_SYNC_ENABLED", "false", { realTimeSyncEnabled: false }],
    ["SCHEDULED_SYNC_ENABLED", "false", { scheduledSyncEnabled: false }],
    ["SCHEDULE_TIMEZONE", "Africa/Harare", { scheduleTimezone: "Africa/Harare" }],
    ["PORT", "8080", { port: 8_080, instanceId: "host:8080" }],
    ["PORT", "65535", { port: 65_535 }],
    ["HOST", "::1", { host: "::1" }],
    ["HOST", "localhost", { host: "localhost" }],
    ["HOST", "127.0.0.2", { host: "127.0.0.2" }],
    ["INSTANCE_ID", "blue.1:a-b_c", { instanceId: "blue.1:a-b_c" }],
    ["LOG_LEVEL", "silent", { logLevel: "silent" }],
    ["LOG_LEVEL", "debug", { logLevel: "debug" }],
    ["POSTING_POLICY", "gross", { postingPolicy: "gross" }],
    ["SUB_MINOR", "reject", { subMinor: "reject" }],
    ["FULL_SYNC_MAX_ROWS_PER_SECOND", "2500", { fullSyncMaxRowsPerSecond: 2_500 }],
    ["POLLING_INTERVAL_SECONDS", "0.25", { polling: { pollEveryMs: 250, sweepEveryMs: 60_000 } }],
    ["POLLING_SWEEP_SECONDS", "3600", { polling: { pollEveryMs: 1_000, sweepEveryMs: 3_600_000 } }],
    ["MASS_FAILURE_PERCENT", "100", { massFailurePercent: 100 }],
    ["OTEL_EXPORTER_OTLP_ENDPOINT", "http://collector:4318/", { tracing: { endpoint: "http://collector:4318" } }],
    [
      "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT",
      "https://key@in.example/v1",
      { tracing: { endpoint: "https://in.example" } },
    ],
    ["OTEL_TRACES_EXPORTER", "otlp", { tracing: { endpoint: null } }],
    ["OTEL_TRACES_EXPORTER", "none", { tracing: null }],
    ["OTEL_TRACES_SAMPLER_ARG", "0.25", { tracing: null }],
  ])("%s=%s is understood", (variable, value, expected) => {
    expect(configOf({ [variable]: value })).toMatchObject(expected);
  });

  it("DEFAULT_CURRENCY may be any ISO 4217 code with minor units, withdrawn ones too", () => {
    for (const code of ["EUR", "JPY", "ZWL", "KWD"])
      expect(configOf({ DEFAULT_CURRENCY: code }).defaultCurrency).toBe(code);
  });

  it.each([
    ["SYNC_ENABLED", "yes", "must be true or false"],
    ["REAL_TIME_SYNC_ENABLED", "1", "must be true or false"],
    ["REAL_TIME_SYNC_ENABLED", "TRUE", "must be true or false"],
    ["PORT", "http", "must be a whole number from 0 to 65535"],
    ["PORT", "65536", "must be a whole number from 0 to 65535"],
    ["PORT", "-1", "must be a whole number from 0 to 65535"],
    ["PORT", "80.5", "must be a whole number from 0 to 65535"],
    ["PORT", "0x50", "must be a whole number from 0 to 65535"],
    ["PORT", " ", "must be a whole number from 0 to 65535"],
    ["HOST", "0.0.0.0", "only this machine may reach it"],
    ["HOST", "::", "only this machine may reach it"],
    ["HOST", "ledger.example", "only this machine may reach it"],
    ["HOST", "127.0.0.1.example", "only this machine may reach it"],
    ["OIDC_AUDIENCE", "ledgersync", "and OIDC_ISSUER are set together"],
    ["CORS_ORIGINS", "https://books.example.com/app", "must be origins such as"],
    ["CORS_ORIGINS", "*", "must be origins such as"],
    ["MUTATIONS_PER_MINUTE", "many", "must be a whole number from 0 to 1000000"],
    ["READS_PER_MINUTE", "-1", "must be a whole number from 0 to 1000000"],
    ["INSTANCE_ID", "two words", "must be 1 to 100 letters, digits"],
    ["INSTANCE_ID", "x".repeat(101), "must be 1 to 100 letters, digits"],
    ["LOG_LEVEL", "verbose", "must be debug, info, warn, error or silent"],
    ["DEFAULT_CURRENCY", "usd", "must be an ISO 4217 code"],
    ["DEFAULT_CURRENCY", "XXX", "must be an ISO 4217 code"],
    ["POSTING_POLICY", "both", "must be net or gross"],
    ["SUB_MINOR", "floor", "must be round or reject"],
    ["OWNER_COLLECTIONS", "users,,owners", "must be distinct collection names"],
    ["OWNER_COLLECTIONS", "users,users", "must be distinct collection names"],
    ["OWNER_COLLECTIONS", "system.users", "must be distinct collection names"],
    ["MAIN_COLLECTIONS", "payments", "must be pairs such as"],
    ["MAIN_COLLECTIONS", "payments=a=b", "must be pairs such as"],
    ["MAIN_COLLECTIONS", "payments=", "must be pairs such as"],
    ["MAIN_COLLECTIONS", "payments=a,payments=b", "must be pairs such as"],
    ["MAIN_COLLECTIONS", "payment=rents", "may rename payments, properties, users, and nothing else"],
    ["MAIN_COLLECTIONS", "payments=users", "gives two collections the same name"],
    ["FULL_SYNC_MAX_ROWS_PER_SECOND", "many", "must be a whole number from 0 to 10000000"],
    ["POLLING_INTERVAL_SECONDS", "0", "must be a number of seconds from 0.1 to 3600"],
    ["POLLING_SWEEP_SECONDS", "1 hour", "must be a number of seconds from 0.1 to 86400"],
    ["MONGODB_URI", "localhost:27017", "must begin with mongodb://"],
    ["OTEL_EXPORTER_OTLP_ENDPOINT", "localhost:4318", "must be a URL such as http://localhost:4318"],
    ["OTEL_EXPORTER_OTLP_PROTOCOL", "grpc", "must be http/protobuf or http/json"],
    ["OTEL_TRACES_EXPORTER", "zipkin", "must be otlp or none"],
    ["OTEL_TRACES_SAMPLER", "sometimes", "must be always_on, "],
    ["OTEL_TRACES_SAMPLER_ARG", "5", "must be a share from 0 to 1"],
    ["OTEL_SDK_DISABLED", "yes", "must be true or false"],
  ])("%s=%s is refused by its name, without its value", (variable, value, problem) => {
    const problems = problemsOf({ [variable]: value });
    expect(problems).toEqual([{ variable, problem: expect.stringContaining(problem) }]);
    if (value.trim() !== "" && !problem.includes(value))
      expect(problems[0]?.problem.split(/[ ,]/)).not.toContain(value);
  });
});

describe("access control", () => {
  const oidc = { OIDC_ISSUER: "https://login.example.com", OIDC_AUDIENCE: "ledgersync" };

  it("is there with a tokens file or a provider, and then any address may be listened on", () => {
    expect(configOf({ HOST: "0.0.0.0", API_TOKENS_FILE: "tokens.json" })).toMatchObject({
      host: "0.0.0.0",
      access: { tokensFile: "tokens.json", oidc: null },
    });
    expect(configOf({ HOST: "::", ...oidc }).access).toEqual({
      tokensFile: null,
      oidc: {
        issuer: "https://login.example.com",
        audience: "ledgersync",
        rolesClaim: "roles",
        companyClaim: "companyId",
      },
    });
  });

  it("refuses a provider without an audience", () => {
    expect(problemsOf({ OIDC_ISSUER: oidc.OIDC_ISSUER })).toMatchObject([{ variable: "OIDC_AUDIENCE" }]);
  });

  it("refuses a provider that is no URL", () => {
    expect(problemsOf({ ...oidc, OIDC_ISSUER: "login" })).toMatchObject([
      { variable: "OIDC_ISSUER", problem: expect.stringContaining("must be a URL such as") },
    ]);
  });
});

describe("an instance", () => {
  it("has the same name after a restart", () => {
    expect(configOf({ PORT: "3001" }).instanceId).toBe(configOf({ PORT: "3001" }).instanceId);
  });

  it("must be named when its port is any free one, since two of one name would take the lease from each other", () => {
    expect(problemsOf({ PORT: "0" })).toEqual([
      { variable: "INSTANCE_ID", problem: expect.stringContaining("PORT is 0") },
    ]);
    expect(configOf({ PORT: "0", INSTANCE_ID: "a" }).port).toBe(0);
  });
});

describe("the databases", () => {
  it("are the two that are named", () => {
    const MONGODB_URI = "mongodb://a/rents?replicaSet=rs0";
    const ACCOUNTING_DB_URI = "mongodb://user:password@b/books";
    expect(configOf({ MONGODB_URI, ACCOUNTING_DB_URI }).databases).toEqual({
      main: { uri: MONGODB_URI, databaseName: "rents" },
      accounting: { uri: ACCOUNTING_DB_URI, databaseName: "books" },
    });
  });

  it("have the specification's names where a connection string leaves them out", () => {
    expect(configOf({ MONGODB_URI: "mongodb://a", ACCOUNTING_DB_URI: "mongodb://b/?w=1" }).databases).toMatchObject({
      main: { databaseName: "property-management" },
      accounting: { databaseName: "accounting" },
    });
  });

  it("are on one server when only the main one is named", () => {
    const MONGODB_URI = "mongodb://user:password@a/rents?authSource=admin";
    expect(configOf({ MONGODB_URI }).databases).toEqual({
      main: { uri: MONGODB_URI, databaseName: "rents" },
      accounting: { uri: MONGODB_URI, databaseName: "accounting" },
    });
  });

  it("are refused when the main one is missing", () => {
    expect(problemsOf({ ACCOUNTING_DB_URI: "mongodb://b/books" })).toEqual([
      { variable: "MONGODB_URI", problem: expect.stringContaining("is missing, while ACCOUNTING_DB_URI is set") },
    ]);
  });

  it.each([
    { MONGODB_URI: "mongodb://a/x", ACCOUNTING_DB_URI: "mongodb://a:27017/x?w=1" },
    { MONGODB_URI: "mongodb://a,b/x", ACCOUNTING_DB_URI: "mongodb://user:password@b/X" },
    { MONGODB_URI: "mongodb://a/accounting", ACCOUNTING_DB_URI: "mongodb://a" },
  ])("are refused when both are one: $MONGODB_URI and $ACCOUNTING_DB_URI", (environment) => {
    expect(problemsOf(environment)).toEqual([
      { variable: "ACCOUNTING_DB_URI", problem: expect.stringContaining("names the database of MONGODB_URI") },
    ]);
  });

  it("are refused when the main one has the name that the other would have by default", () => {
    expect(problemsOf({ MONGODB_URI: "mongodb://a/accounting" })).toEqual([
      {
        variable: "ACCOUNTING_DB_URI",
        problem: expect.stringContaining("is missing, and its default is the database of"),
      },
    ]);
  });
});

describe("the collections of the main database", () => {
  it("can have other names, owners in the order in which they are looked up", () => {
    const renamed = "payments=rent_payments, properties=units ,users=people";
    const { collections } = configOf({ OWNER_COLLECTIONS: "propertyowners, users", MAIN_COLLECTIONS: renamed });
    expect(collections).toEqual({
      payments: "rent_payments",
      properties: "units",
      owners: ["propertyowners", "people"],
    });
  });

  it("may swap names", () => {
    const { collections } = configOf({ MAIN_COLLECTIONS: "payments=properties,properties=payments" });
    expect(collections).toMatchObject({ payments: "properties", properties: "payments" });
  });
});

it("tells every bad variable at once, whatever they are about, and the value of none", () => {
  const problems = problemsOf({
    MONGODB_URI: "mongodb://root:topsecret@",
    ACCOUNTING_DB_URI: "mysql://root:topsecret@db/books",
    PORT: "99999",
    LOG_LEVEL: "loud",
    OWNER_COLLECTIONS: ",",
    SUB_MINOR: "cut",
  });
  expect(problems.map(({ variable }) => variable).toSorted()).toEqual([
    "ACCOUNTING_DB_URI",
    "LOG_LEVEL",
    "MONGODB_URI",
    "OWNER_COLLECTIONS",
    "PORT",
    "SUB_MINOR",
  ]);
  expect(JSON.stringify(problems)).not.toMatch(/topsecret|99999|loud|cut/);
});
