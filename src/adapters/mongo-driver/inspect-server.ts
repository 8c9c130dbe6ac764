import type { MongoClient } from "mongodb";
import { AppError } from "../../application/errors.ts";
import { type Side, translated } from "./translate-error.ts";

/** Below this the server lacks snapshot reads at a chosen time. */
const oldestMajor = 5;

/** Refuses a server that cannot do what the service relies on: replica set or sharded cluster, version 5.0 or newer. */
export const requireCapableServer = (client: MongoClient, side: Side): Promise<void> =>
  translated(side, async () => {
    // When its first connecting has failed, the driver (7.9) never tries again by itself: "Topology is closed" for ever.
    await client.connect();
    const admin = client.db("admin");
    const hello = await admin.command({ hello: 1 });
    const { version } = await admin.command({ buildInfo: 1 });
    const variable = side === "source" ? "MONGODB_URI" : "ACCOUNTING_DB_URI";
    if (hello.setName === undefined && hello.msg !== "isdbgrid") {
      throw new AppError(
        `${side}_configuration`,
        `The server of ${variable} is a standalone mongod. It must be a replica set, since change streams and transactions need one: ` +
          "start mongod with --replSet rs0 and run rs.initiate() once; a single member is enough.",
      );
    }
    if (Number.parseInt(version, 10) >= oldestMajor) return;
    throw new AppError(
      `${side}_configuration`,
      `The server of ${variable} is MongoDB ${version}; ledgersync needs ${oldestMajor}.0 or newer (snapshot reads).`,
    );
  });
