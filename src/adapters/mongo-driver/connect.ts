import { MongoClient } from "mongodb";
import { malformedUri } from "./translate-error.ts";

/** How long an operation looks for a server before it says that there is none. Unit: ms. */
const serverSelectionTimeoutMs = 5_000;
/** A connection whose server has fallen silent is given up. Longer than the longest wait on a stream. Unit: ms. */
const socketTimeoutMs = 30_000;

/** A client that connects by itself when first used. Rejects a malformed connection string at once. */
export const createMongoClient = (uri: string, side: "source" | "accounting"): MongoClient => {
  try {
    return new MongoClient(uri, {
      appName: "ledgersync",
      serverSelectionTimeoutMS: serverSelectionTimeoutMs,
      socketTimeoutMS: socketTimeoutMs,
      retryWrites: true,
      readPreference: "primary",
    });
  } catch (error) {
    throw malformedUri(error, side);
  }
};
