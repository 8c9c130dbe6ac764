import type { Document, MongoClient } from "mongodb";
import { AppError } from "../../application/errors.ts";
import { type Side, translated } from "./translate-error.ts";

/** Below this the server lacks snapshot reads at a chosen time. */
const oldestMajor = 5;

/** `standalone`: no history, no transactions, no snapshots. */
export type ServerKind = "replicated" | "standalone";

export const serverKindOf = async (client: MongoClient): Promise<ServerKind> =>
  isStandalone(await client.db("admin").command({ hello: 1 })) ? "standalone" : "replicated";

/** By its answer to `hello`. */
export const isStandalone = ({ setName, msg }: Document): boolean => setName === undefined && msg !== "isdbgrid";

/**
 * Refuses a server that cannot do what the service relies on: version 5.0 or newer, and for the ledger a replica set or
 * sharded cluster. A standalone main database is polled.
 */
export const requireCapableServer = (client: MongoClient, side: Side): Promise<void> =>
  translated(side, async () => {
    // When its first connecting has failed, the driver (7.9) never tries again by itself: "Topology is closed" for ever.
    await client.connect();
    const admin = client.db("admin");
    const { version } = await admin.command({ buildInfo: 1 });
    const variable = side === "source" ? "MONGODB_URI" : "ACCOUNTING_DB_URI";
    if (side === "accounting" && (await serverKindOf(client)) === "standalone") {
      throw new AppError(
        "accounting_configuration",
        `The server of ${variable} is a standalone mongod. It must be a replica set, since transactions need one: ` +
          "start mongod with --replSet rs0 and run rs.initiate() once; a single member is enough. " +
          "Only the main database may be a standalone server.",
      );
    }
    if (Number.parseInt(version, 10) >= oldestMajor) return;
    throw new AppError(
      `${side}_configuration`,
      `The server of ${variable} is MongoDB ${version}; ledgersync needs ${oldestMajor}.0 or newer (snapshot reads).`,
    );
  });
