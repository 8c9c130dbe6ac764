import { MongoError, MongoNetworkError, MongoParseError, MongoServerError, MongoServerSelectionError } from "mongodb";
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
  "SystemOverloadedError",
];

/** Elections, shutdowns, dropped connections, lock and time limits: https://github.com/mongodb/mongo/blob/v6.0/src/mongo/base/error_codes.yml */
const transientCodes: ReadonlySet<number> = new Set([
  6, 7, 24, 43, 50, 63, 64, 72, 84, 89, 91, 112, 133, 134, 150, 189, 202, 225, 234, 237, 246, 251, 262, 279, 317, 358,
  384, 402, 9001, 10107, 11600, 11602, 13388, 13435, 13436, 16500,
]);

/** Authentication, privileges, transactions on a standalone: nothing that waiting would mend. */
const configurationCodes: ReadonlySet<number> = new Set([13, 18, 20, 33, 40573, 8000]);

/** Credentials never leave the process in an error text. */
export const maskUris = (text: string): string => text.replaceAll(/(mongodb(?:\+srv)?:\/\/)[^@/\s]*@/g, "$1***@");

/** The driver's error in the service's words, judged by label, then code, then class; never by its text. */
export const translateError = (error: unknown, side: Side): unknown => {
  if (!(error instanceof MongoError)) return error;
  const text = maskUris(error.message);
  if (isConfiguration(error)) {
    return new AppError(`${side}_configuration`, `${nameOfSide[side]} refuses: ${text}. ${remedyOf(error)}`, {
      cause: error,
    });
  }
  if (isTransientError(error)) {
    return new AppError(`${side}_unavailable`, `${nameOfSide[side]} does not answer: ${text}`, { cause: error });
  }
  return error;
};

const isTransientError = (error: MongoError): boolean =>
  transientLabels.some((label) => error.hasErrorLabel(label)) ||
  (error instanceof MongoServerError && typeof error.code === "number" && transientCodes.has(error.code)) ||
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
  error instanceof MongoParseError ||
  error.name === "MongoMissingCredentialsError" ||
  (error instanceof MongoServerError && typeof error.code === "number" && configurationCodes.has(error.code));

const remedyOf = (error: MongoError): string => {
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
