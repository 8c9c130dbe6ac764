import { z } from "zod";
import { type Currency, currencyOf } from "./domain/money/currency.ts";
import { databaseOf, isMongoUri, type MongoTarget, sameDatabase } from "./mongo-target.ts";

/** Everything that can be set from outside, parsed once. */
export type Config = {
  /** Null = embedded mode: a replica set of our own, in `.ledgersync/`. */
  readonly databases: { readonly main: MongoTarget; readonly accounting: MongoTarget } | null;
  readonly syncEnabled: boolean;
  readonly realTimeSyncEnabled: boolean;
  readonly port: number;
  readonly host: string;
  readonly instanceId: string;
  readonly logLevel: "debug" | "info" | "warn" | "error" | "silent";
  readonly defaultCurrency: Currency;
  readonly postingPolicy: "net" | "gross";
  readonly subMinor: "round" | "reject";
  readonly collections: { readonly payments: string; readonly properties: string; readonly owners: readonly string[] };
  /** 0 = no limit. */
  readonly fullSyncMaxRowsPerSecond: number;
};

/** A variable and what is wrong with it. Never its value: it may be a secret. */
export type ConfigProblem = { readonly variable: string; readonly problem: string };

export type ParsedConfig =
  | { readonly kind: "config"; readonly config: Config }
  | { readonly kind: "invalid"; readonly problems: readonly ConfigProblem[] };

type Environment = Readonly<Record<string, string | undefined>>;

const flag = z.enum(["true", "false"], { error: "must be true or false" }).default("true").transform((text) => text === "true");
const wholeNumber = (min: number, max: number) =>
  z.coerce.number({ error: "must be a number" }).int("must be a whole number").min(min, `must be at least ${min}`).max(max, `must be at most ${max}`);
const collectionName = /^[^$\0\s]{1,120}$/;
const mongoUri = z.string().refine(isMongoUri, "must begin with mongodb:// or mongodb+srv:// and name a host");

const environmentSchema = z.object({
  MONGODB_URI: mongoUri.optional(),
  ACCOUNTING_DB_URI: mongoUri.optional(),
  SYNC_ENABLED: flag,
  REAL_TIME_SYNC_ENABLED: flag,
  PORT: wholeNumber(0, 65_535).default(3_000),
  HOST: z.string().min(1, "must not be empty").default("127.0.0.1"),
  INSTANCE_ID: z.string().regex(/^[\w.:-]{1,100}$/, "must be 1 to 100 letters, digits or . : - _").optional(),
  LOG_LEVEL: z.enum(["debug", "info", "warn", "error", "silent"], { error: "must be debug, info, warn, error or silent" }).default("info"),
  DEFAULT_CURRENCY: z.string().default("USD").transform((code, context) => {
    const currency = currencyOf(code);
    if (currency !== null) return currency;
    context.addIssue({ code: "custom", message: "must be an ISO 4217 code such as USD" });
    return z.NEVER;
  }),
  POSTING_POLICY: z.enum(["net", "gross"], { error: "must be net or gross" }).default("net"),
  SUB_MINOR: z.enum(["round", "reject"], { error: "must be round or reject" }).default("round"),
  OWNER_COLLECTIONS: z.string().default("users").transform((text) => text.split(",").map((name) => name.trim()))
    .refine((names) => names.every((name) => collectionName.test(name)) && new Set(names).size === names.length, "must be distinct collection names, separated by commas"),
  MAIN_COLLECTIONS: z.string().default("").transform((text, context) => {
    const renamed = parseRenames(text);
    if (renamed !== null) return renamed;
    context.addIssue({ code: "custom", message: "must be pairs such as payments=rent_payments,properties=units" });
    return z.NEVER;
  }),
  FULL_SYNC_MAX_ROWS_PER_SECOND: wholeNumber(0, 10_000_000).default(0),
});

/** Reads the environment; every bad variable is told at once. An empty variable counts as not set. */
export const parseConfig = (environment: Environment, hostName: string): ParsedConfig => {
  const set = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== undefined && value !== ""));
  const parsed = environmentSchema.safeParse(set);
  const problems = parsed.success
    ? databaseProblems(parsed.data)
    : parsed.error.issues.map((issue) => ({ variable: String(issue.path[0]), problem: issue.message }));
  if (!parsed.success || problems.length > 0) return { kind: "invalid", problems };
  return { kind: "config", config: configOf(parsed.data, hostName) };
};

type Values = z.infer<typeof environmentSchema>;

const databaseProblems = ({ MONGODB_URI, ACCOUNTING_DB_URI }: Values): readonly ConfigProblem[] => {
  if (MONGODB_URI === undefined) {
    if (ACCOUNTING_DB_URI === undefined) return [];
    return [{ variable: "MONGODB_URI", problem: "is missing, while ACCOUNTING_DB_URI is set: name the main database too" }];
  }
  if (!sameDatabase(mainTarget(MONGODB_URI), accountingTarget(ACCOUNTING_DB_URI ?? MONGODB_URI, ACCOUNTING_DB_URI !== undefined))) return [];
  return [{ variable: "ACCOUNTING_DB_URI", problem: "names the same database as MONGODB_URI; the main database is only ever read" }];
};

const mainTarget = (uri: string): MongoTarget => ({ uri, databaseName: databaseOf(uri) ?? "property-management" });

/** Only the main URI given: the ledger lives on the same server. */
const accountingTarget = (uri: string, isOwn: boolean): MongoTarget => ({
  uri,
  databaseName: (isOwn ? databaseOf(uri) : null) ?? "accounting",
});

const configOf = (values: Values, hostName: string): Config => {
  const { MONGODB_URI, ACCOUNTING_DB_URI, MAIN_COLLECTIONS: renamed } = values;
  return {
    databases:
      MONGODB_URI === undefined
        ? null
        : {
            main: mainTarget(MONGODB_URI),
            accounting: accountingTarget(ACCOUNTING_DB_URI ?? MONGODB_URI, ACCOUNTING_DB_URI !== undefined),
          },
    syncEnabled: values.SYNC_ENABLED,
    realTimeSyncEnabled: values.REAL_TIME_SYNC_ENABLED,
    port: values.PORT,
    host: values.HOST,
    instanceId: values.INSTANCE_ID ?? `${hostName}:${values.PORT}`,
    logLevel: values.LOG_LEVEL,
    defaultCurrency: values.DEFAULT_CURRENCY,
    postingPolicy: values.POSTING_POLICY,
    subMinor: values.SUB_MINOR,
    collections: {
      payments: renamed.get("payments") ?? "payments",
      properties: renamed.get("properties") ?? "properties",
      owners: values.OWNER_COLLECTIONS.map((name) => renamed.get(name) ?? name),
    },
    fullSyncMaxRowsPerSecond: values.FULL_SYNC_MAX_ROWS_PER_SECOND,
  };
};

/** `payments=rent_payments,users=people`; null when it is anything else. */
const parseRenames = (text: string): ReadonlyMap<string, string> | null => {
  const renamed = new Map<string, string>();
  for (const pair of text.split(",").map((part) => part.trim()).filter((part) => part !== "")) {
    const [from, to, ...rest] = pair.split("=").map((part) => part.trim());
    if (from === undefined || to === undefined || rest.length > 0 || !collectionName.test(from) || !collectionName.test(to)) return null;
    renamed.set(from, to);
  }
  return renamed;
};
