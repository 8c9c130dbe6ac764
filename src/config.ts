import { z } from "zod";
import { type TracingConfig, tracingSchema } from "./config-tracing.ts";
import {
  collectionNames,
  flag,
  isLoopback,
  isTimeZone,
  oneOf,
  onlySet,
  origins,
  renames,
  seconds,
  wholeNumber,
} from "./config-values.ts";
import { type Currency, currencyOf } from "./domain/money/currency.ts";
import { databaseOf, type MongoTarget, mongoUriProblem, sameDatabase } from "./mongo-target.ts";

/** Everything that can be set from outside, parsed once. */
export type Config = {
  /** Null = embedded mode: a replica set of our own, in `.ledgersync/`. */
  readonly databases: { readonly main: MongoTarget; readonly accounting: MongoTarget } | null;
  readonly syncEnabled: boolean;
  readonly realTimeSyncEnabled: boolean;
  readonly scheduledSyncEnabled: boolean;
  /** Of the default schedules, and of those that name none. */
  readonly scheduleTimezone: string;
  /** 0 = any free one. */
  readonly port: number;
  /** A loopback address unless there is access control. */
  readonly host: string;
  /** How callers are told apart; both null = there is no access control. */
  readonly access: {
    readonly tokensFile: string | null;
    readonly oidc: {
      readonly issuer: string;
      readonly audience: string;
      readonly rolesClaim: string;
      readonly companyClaim: string;
    } | null;
  };
  /** Origins of other sites whose pages may call. */
  readonly corsOrigins: readonly string[];
  /** Of one caller, where there is access control. Per minute. */
  readonly rateLimits: { readonly mutations: number; readonly reads: number };
  readonly instanceId: string;
  readonly logLevel: "debug" | "info" | "warn" | "error" | "silent";
  readonly defaultCurrency: Currency;
  readonly postingPolicy: "net" | "gross";
  readonly subMinor: "round" | "reject";
  readonly collections: { readonly payments: string; readonly properties: string; readonly owners: readonly string[] };
  /** 0 = no limit. */
  readonly fullSyncMaxRowsPerSecond: number;
  /** How often a standalone main database is looked at. Unit: ms. */
  readonly polling: { readonly pollEveryMs: number; readonly sweepEveryMs: number };
  /** 0 = no limit. */
  readonly consistencyMaxRowsPerSecond: number;
  readonly scheduledFixes: "off" | "safe";
  /** 0 = no continuous verification. */
  readonly verifyRowsPerSecond: number;
  /** Before the first round of it, and between two. Unit: ms. */
  readonly verifyPauseMs: number;
  /** Share of the stream's documents that may fail before real time pauses; 100 = it never does. */
  readonly massFailurePercent: number;
  readonly tracing: TracingConfig;
};

/** A variable and what is wrong with it. Never its value: it may be a secret. */
export type ConfigProblem = { readonly variable: string; readonly problem: string };

export type ParsedConfig =
  | { readonly kind: "config"; readonly config: Config }
  | { readonly kind: "invalid"; readonly problems: readonly ConfigProblem[] };

export type Environment = Readonly<Record<string, string | undefined>>;

/** Reads the environment; every bad variable is told at once. An empty variable counts as not set. */
export const parseConfig = (environment: Environment, hostName: string): ParsedConfig => {
  const set = onlySet(environment);
  const databases = databasesSchema.safeParse(set);
  const collections = collectionsSchema.safeParse(set);
  const access = accessSchema.safeParse(set);
  const settings = settingsSchema.safeParse(set);
  const tracing = tracingSchema.safeParse(set);
  if (databases.success && collections.success && access.success && settings.success && tracing.success) {
    const instanceId = settings.data.INSTANCE_ID ?? `${hostName}:${settings.data.PORT}`;
    const config = { ...settingsOf(settings.data), ...accessOf(access.data), instanceId, tracing: tracing.data };
    return { kind: "config", config: { ...config, databases: databases.data, collections: collections.data } };
  }
  const issues = [databases, collections, access, settings, tracing].flatMap(({ error }) => error?.issues ?? []);
  return { kind: "invalid", problems: issues.map(problemOf) };
};

const problemOf = (issue: z.core.$ZodIssue): ConfigProblem => ({
  variable: String(issue.path[0]),
  problem: issue.message,
});

type AccessSettings = Pick<Config, "host" | "access" | "corsOrigins" | "rateLimits">;
type Settings = Omit<Config, "databases" | "collections" | "instanceId" | "tracing" | keyof AccessSettings>;

const settingsOf = (settings: z.infer<typeof settingsSchema>): Settings => ({
  syncEnabled: settings.SYNC_ENABLED,
  realTimeSyncEnabled: settings.REAL_TIME_SYNC_ENABLED,
  scheduledSyncEnabled: settings.SCHEDULED_SYNC_ENABLED,
  scheduleTimezone: settings.SCHEDULE_TIMEZONE,
  port: settings.PORT,
  logLevel: settings.LOG_LEVEL,
  defaultCurrency: settings.DEFAULT_CURRENCY,
  postingPolicy: settings.POSTING_POLICY,
  subMinor: settings.SUB_MINOR,
  fullSyncMaxRowsPerSecond: settings.FULL_SYNC_MAX_ROWS_PER_SECOND,
  polling: {
    pollEveryMs: settings.POLLING_INTERVAL_SECONDS * 1_000,
    sweepEveryMs: settings.POLLING_SWEEP_SECONDS * 1_000,
  },
  consistencyMaxRowsPerSecond: settings.CONSISTENCY_MAX_ROWS_PER_SECOND,
  scheduledFixes: settings.SCHEDULED_FIXES,
  verifyRowsPerSecond: settings.VERIFY_ROWS_PER_SECOND,
  verifyPauseMs: settings.VERIFY_PAUSE_SECONDS * 1_000,
  massFailurePercent: settings.MASS_FAILURE_PERCENT,
});

const accessOf = (settings: z.infer<typeof accessSchema>): AccessSettings => ({
  host: settings.HOST,
  access: { tokensFile: settings.API_TOKENS_FILE ?? null, oidc: oidcOf(settings) },
  corsOrigins: settings.CORS_ORIGINS,
  rateLimits: { mutations: settings.MUTATIONS_PER_MINUTE, reads: settings.READS_PER_MINUTE },
});

const oidcOf = (settings: z.infer<typeof accessSchema>): Config["access"]["oidc"] => {
  const { OIDC_ISSUER: issuer, OIDC_AUDIENCE: audience } = settings;
  if (issuer === undefined || audience === undefined) return null;
  return { issuer, audience, rolesClaim: settings.OIDC_ROLES_CLAIM, companyClaim: settings.OIDC_COMPANY_CLAIM };
};

const settingFields = z.object({
  SYNC_ENABLED: flag,
  REAL_TIME_SYNC_ENABLED: flag,
  SCHEDULED_SYNC_ENABLED: flag,
  SCHEDULE_TIMEZONE: z.string().refine(isTimeZone, "must be a time zone such as UTC or Europe/Berlin").default("UTC"),
  PORT: wholeNumber(65_535).default(3_000),
  INSTANCE_ID: z
    .string()
    .regex(/^[\w.:-]{1,100}$/, "must be 1 to 100 letters, digits or . : - _")
    .optional(),
  LOG_LEVEL: oneOf(["debug", "info", "warn", "error", "silent"]).default("info"),
  DEFAULT_CURRENCY: z
    .string()
    .default("USD")
    .transform((code, context) => {
      const currency = currencyOf(code);
      if (currency !== null) return currency;
      context.addIssue({ code: "custom", message: "must be an ISO 4217 code such as USD" });
      return z.NEVER;
    }),
  POSTING_POLICY: oneOf(["net", "gross"]).default("net"),
  SUB_MINOR: oneOf(["round", "reject"]).default("round"),
  FULL_SYNC_MAX_ROWS_PER_SECOND: wholeNumber(10_000_000).default(0),
  POLLING_INTERVAL_SECONDS: seconds(0.1, 3_600).default(1),
  POLLING_SWEEP_SECONDS: seconds(0.1, 86_400).default(60),
  CONSISTENCY_MAX_ROWS_PER_SECOND: wholeNumber(10_000_000).default(0),
  SCHEDULED_FIXES: oneOf(["off", "safe"]).default("safe"),
  VERIFY_ROWS_PER_SECOND: wholeNumber(10_000_000).default(200),
  VERIFY_PAUSE_SECONDS: seconds(1, 86_400).default(600),
  MASS_FAILURE_PERCENT: wholeNumber(100).default(1),
});

/** An instance takes its own lease back at once after a restart: two of one name would take it from each other for ever. */
const settingsSchema = settingFields.refine(({ PORT, INSTANCE_ID }) => PORT !== 0 || INSTANCE_ID !== undefined, {
  path: ["INSTANCE_ID"],
  error: "must be set when PORT is 0: otherwise every such instance has the same name",
});

/** Who may reach the service, and how callers are told apart. */
const accessSchema = z
  .object({
    HOST: z.string().default("127.0.0.1"),
    API_TOKENS_FILE: z.string().optional(),
    OIDC_ISSUER: z.url({ protocol: /^https?$/, error: "must be a URL such as https://login.example.com" }).optional(),
    OIDC_AUDIENCE: z.string().optional(),
    OIDC_ROLES_CLAIM: z.string().default("roles"),
    OIDC_COMPANY_CLAIM: z.string().default("companyId"),
    CORS_ORIGINS: origins.default([]),
    MUTATIONS_PER_MINUTE: wholeNumber(1_000_000).default(60),
    READS_PER_MINUTE: wholeNumber(1_000_000).default(600),
  })
  .refine(({ OIDC_ISSUER, OIDC_AUDIENCE }) => (OIDC_ISSUER === undefined) === (OIDC_AUDIENCE === undefined), {
    path: ["OIDC_AUDIENCE"],
    error: "and OIDC_ISSUER are set together: a token for another service must not open this one",
  })
  .refine(
    ({ HOST, API_TOKENS_FILE, OIDC_ISSUER }) => isLoopback(HOST) || (API_TOKENS_FILE ?? OIDC_ISSUER) !== undefined,
    {
      path: ["HOST"],
      error:
        "must be 127.0.0.1, ::1 or localhost: without API_TOKENS_FILE or OIDC_ISSUER only this machine may reach it",
    },
  );

const mongoUri = z.string().check((context) => {
  const problem = mongoUriProblem(context.value);
  if (problem !== null) context.issues.push({ code: "custom", message: problem, input: context.value });
});

const databasesSchema = z
  .object({ MONGODB_URI: mongoUri.optional(), ACCOUNTING_DB_URI: mongoUri.optional() })
  .transform(({ MONGODB_URI: mainUri, ACCOUNTING_DB_URI: accountingUri }, context): Config["databases"] => {
    if (mainUri === undefined && accountingUri === undefined) return null;
    if (mainUri === undefined) {
      const message = "is missing, while ACCOUNTING_DB_URI is set: name the main database too";
      context.addIssue({ code: "custom", path: ["MONGODB_URI"], message });
      return z.NEVER;
    }
    const main = { uri: mainUri, databaseName: databaseOf(mainUri) ?? "property-management" };
    const accounting = accountingTarget(mainUri, accountingUri);
    if (!sameDatabase(main, accounting)) return { main, accounting };
    const verb = accountingUri === undefined ? "is missing, and its default is" : "names";
    const message = `${verb} the database of MONGODB_URI, which is only ever read: the ledger needs one of its own`;
    context.addIssue({ code: "custom", path: ["ACCOUNTING_DB_URI"], message });
    return z.NEVER;
  });

/** Only the main URI given: the ledger lives on the same server. */
const accountingTarget = (mainUri: string, accountingUri: string | undefined): MongoTarget =>
  accountingUri === undefined
    ? { uri: mainUri, databaseName: "accounting" }
    : { uri: accountingUri, databaseName: databaseOf(accountingUri) ?? "accounting" };

const collectionsSchema = z
  .object({ OWNER_COLLECTIONS: collectionNames.default(["users"]), MAIN_COLLECTIONS: renames.default(new Map()) })
  .transform(({ OWNER_COLLECTIONS: owners, MAIN_COLLECTIONS: renamed }, context): Config["collections"] => {
    const refuse = (message: string): never => {
      context.addIssue({ code: "custom", path: ["MAIN_COLLECTIONS"], message });
      return z.NEVER;
    };
    const known = ["payments", "properties", ...owners];
    if ([...renamed.keys()].some((name) => !known.includes(name))) {
      return refuse(`may rename ${known.join(", ")}, and nothing else`);
    }
    const nameOf = (name: string): string => renamed.get(name) ?? name;
    if (new Set(known.map(nameOf)).size < known.length) return refuse("gives two collections the same name");
    return { payments: nameOf("payments"), properties: nameOf("properties"), owners: owners.map(nameOf) };
  });
