import type { Db, Document, Timestamp } from "mongodb";
import { ObjectId } from "mongodb";
import type { FreshDatabases } from "./fresh-databases.ts";
import { until } from "./until.ts";

export type TestDatabases = Pick<FreshDatabases, "client" | "main" | "accounting">;

type State = { readonly _id: string; readonly [field: string]: unknown };

/** The checkpoint as it is stored, or null before the service has prepared the database. */
export const storedCheckpoint = (accounting: Db): Promise<Document | null> =>
  accounting.collection<State>("sync_state").findOne({ _id: "checkpoint" }, { promoteLongs: true, useBigInt64: true });

export const openFailuresOf = (accounting: Db): Promise<readonly Document[]> =>
  accounting
    .collection("sync_failures")
    .find({ state: { $ne: "resolved" } })
    .toArray();

/**
 * Resolves when everything written to the main database so far is committed to the ledger, whatever process does it: a marker
 * (an owner whom nobody names) is written behind it, and its commit awaited. Full syncs that run are awaited too.
 */
export const settled = async (
  { client, main, accounting }: TestDatabases,
  { timeoutMs = 30_000, owners = "users" }: { readonly timeoutMs?: number; readonly owners?: string } = {},
): Promise<void> => {
  const written = await client.withSession(async (session) => {
    await main.collection(owners).insertOne({ _id: new ObjectId() }, { session, writeConcern: { w: "majority" } });
    return session.operationTime;
  });
  if (written === undefined) throw new Error("the server told no operation time");
  await until(
    "the ledger has caught up with the main database",
    async () => {
      const checkpoint = await storedCheckpoint(accounting);
      return checkpoint !== null && isBehindUs(checkpoint, written) && (await isQuiet(accounting));
    },
    timeoutMs,
  );
};

const isBehindUs = ({ position, initialised, reading, coveredReading }: Document, written: Timestamp): boolean =>
  initialised && reading === coveredReading && position !== null && position.clusterTime.compare(written) >= 0;

const isQuiet = async (accounting: Db): Promise<boolean> =>
  (await accounting.collection("sync_runs").countDocuments({ state: { $in: ["queued", "running"] } })) === 0;

/** Full syncs, oldest first. */
export const storedRuns = (accounting: Db): Promise<readonly Document[]> =>
  accounting
    .collection("sync_runs")
    .find({ kind: { $in: ["initial", "full", "deep"] } })
    .sort({ createdAt: 1 })
    .toArray();
