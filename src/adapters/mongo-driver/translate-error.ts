import {
  MongoCompatibilityError,
  MongoError,
  MongoNetworkError,
  MongoParseError,
  MongoServerError,
  MongoServerSelectionError,
} from "mongodb";
import { AppError } from "../../application/errors.ts";

export type Side = "source" | "accounting";

const nameOfSide: Readonly<Record<Side, string>> = {
  source: "The main database (MONGODB_URI)",
  accounting: "The accounting database (ACCOUNTING_DB_URI)",
};

const transientLabels = [
  "TransientTransactionError",
  "UnknownTransactionCommitResult",
  "RetryableWriteError",
  "ResumableChangeStreamError",
];

/** Elections, shutdowns, dropped connections, lock and time limits: https://github.com/mongodb/mongo/blob/v6.0/src/mongo/base/error_codes.yml */
const transientCodes: ReadonlySet<number> = new Set([
  6, 7, 24, 43, 63, 64, 72, 84, 89, 91, 112, 133, 134, 150, 189, 202, 225, 234, 237, 246, 251, 279, 317, 358, 384, 9001,
  10107, 11600, 11601, 11602, 13388, 13435, 13436,
]);

/** Time limits, lifetime of a transaction, full caches and queues, rate limits: the server answers, and cannot keep up. */
const overloadCodes: ReadonlySet<number> = new Set([50, 262, 290, 365, 402, 433, 449, 16500]);

/** A transaction that would not fit however long one waits: only a smaller one will. */
const tooLargeCodes: ReadonlySet<number> = new Set([257, 388]);

/** Authentication, privileges, transactions on a standalone: nothing that waiting would mend. */
const configurationCodes: ReadonlySet<number> = new Set([13, 18, 20, 33, 40573, 8000]);

/** Credentials never leave the process in an error text. */
export const maskUris = (text: string): string => text.replaceAll(/(mongodb(?:\+srv)?:\/\/)[^@/\s]*@/g, "$1***@");

/** The driver's error in the service's words, judged by label, then code, then class; never by its text. */
export const translateError = (error: unknown, side: Side): unknown => {
  if (isLookupFailure(error)) return unavailable(error, side);
  if (!(error instanceof MongoError)) return error;
  if (isConfiguration(error)) {
    const text = `${nameOfSide[side]} refuses: ${maskUris(withoutCommand(error.message))}. ${remedyOf(error)}`;
    return new AppError(`${side}_configuration`, text, { cause: error });
  }
  if (isCode(error, tooLargeCodes)) return tooLarge(error, side);
  if (isOverload(error)) return overloaded(error, side);
  return isTransientError(error) ? unavailable(error, side) : error;
};

/** What the driver's constructor throws is always about the connection string. */
export const malformedUri = (error: unknown, side: Side): AppError => {
  const text = error instanceof Error ? maskUris(error.message) : "";
  return new AppError(`${side}_configuration`, `${nameOfSide[side]} has a malformed connection string: ${text}.`, {
    cause: error,
  });
};

const unavailable = (error: Error, side: Side): AppError =>
  new AppError(`${side}_unavailable`, `${nameOfSide[side]} does not answer: ${maskUris(error.message)}`, {
    cause: error,
  });

const overloaded = (error: Error, side: Side): AppError =>
  new AppError(`${side}_overloaded`, `${nameOfSide[side]} cannot keep up: ${maskUris(error.message)}`, {
    cause: error,
  });

const tooLarge = (error: Error, side: Side): AppError =>
  new AppError("unit_too_large", `${nameOfSide[side]} cannot take so much at once: ${maskUris(error.message)}`, {
    cause: error,
  });

const isCode = (error: MongoError, codes: ReadonlySet<number>): boolean =>
  error instanceof MongoServerError && typeof error.code === "number" && codes.has(error.code);

const isOverload = (error: MongoError): boolean =>
  error.hasErrorLabel("SystemOverloadedError") || isCode(error, overloadCodes);

/** The hosts of a `mongodb+srv` URI are looked up before anything else, and the resolver's error comes as it is. */
const isLookupFailure = (error: unknown): error is Error =>
  error instanceof Error && "syscall" in error && /^query(?:Srv|Txt)$/.test(String(error.syscall));

/** A refusal quotes the whole command, hundreds of characters of no use to people: its name is enough. */
const withoutCommand = (text: string): string => text.replace(/(to execute command \{ \w+): .*\}$/s, "$1 }");

const isTransientError = (error: MongoError): boolean =>
  transientLabels.some((label) => error.hasErrorLabel(label)) ||
  isCode(error, transientCodes) ||
  error instanceof MongoNetworkError ||
  error instanceof MongoServerSelectionError ||
  [
    "MongoNotConnectedError",
    "MongoTopologyClosedError",
    "MongoClientClosedError",
    "MongoPoolClearedError",
    "MongoWaitQueueTimeoutError",
    "MongoExpiredSessionError",
    "MongoOperationTimeoutError",
  ].includes(error.name);

const isConfiguration = (error: MongoError): boolean =>
  isIncompatible(error) ||
  error instanceof MongoParseError ||
  error.name === "MongoMissingCredentialsError" ||
  isCode(error, configurationCodes);

/** A server older than the driver can speak with is found while one is looked for. */
const isIncompatible = ({ cause }: MongoError): boolean => cause instanceof MongoCompatibilityError;

const remedyOf = (error: MongoError): string => {
  if (isIncompatible(error)) return "ledgersync needs MongoDB 5.0 or newer.";
  switch (error.code) {
    case 18:
      return "Check user name, password and authSource in the URI.";
    case 13:
      return "Grant the role listed in the README under “Privileges”.";
    case 20:
    case 40573:
      return "It must be a replica set (a single member is enough): start mongod with --replSet and run rs.initiate().";
    default:
      return "Check the connection string.";
  }
};

/** Runs a piece of driver work and gives its failure the service's words. */
export const translated = async <T>(side: Side, work: () => Promise<T>): Promise<T> => {
  try {
    return await work();
  } catch (error) {
    throw translateError(error, side);
  }
};
