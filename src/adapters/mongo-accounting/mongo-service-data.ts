import type { Db, Document } from "mongodb";
import type { ServiceData } from "../../application/ports/service-data.ts";
import type { ExpiredBefore } from "../../domain/sync/keeping.ts";
import { translated } from "../mongo-driver/translate-error.ts";
import { collectionNames } from "./collections.ts";

/** A deletion that the next deep sync would make up for needs no majority to wait for. */
export const createMongoServiceData = (db: Db): ServiceData => {
  const remove = async (collection: string, filter: Document): Promise<number> =>
    (await db.collection(collection).deleteMany(filter)).deletedCount;
  const idsOf = async (collection: string, filter: Document): Promise<readonly unknown[]> =>
    (
      await db
        .collection(collection)
        .find(filter, { projection: { _id: 1 } })
        .toArray()
    ).map(({ _id }) => _id);
  return {
    removeExpired: (before) =>
      translated("accounting", async () => {
        const old = filtersOf(before);
        // What belongs to them goes first: nobody would find it again without them.
        const checkIds = await idsOf(collectionNames.checks, old.checks);
        const planIds = await idsOf(collectionNames.fixPlans, old.plans);
        return (
          (await remove(collectionNames.findings, { checkId: { $in: checkIds } })) +
          (await remove(collectionNames.checks, { _id: { $in: checkIds } })) +
          (await remove(collectionNames.fixItems, { planId: { $in: planIds } })) +
          (await remove(collectionNames.fixPlans, { _id: { $in: planIds } })) +
          (await remove(collectionNames.runs, old.runs)) +
          (await remove(collectionNames.failures, old.failures)) +
          (await remove(collectionNames.commands, old.commands))
        );
      }),
  };
};

const filtersOf = ({ runs, failures, commands, checks }: ExpiredBefore) => {
  const olderThan = (ms: number): Document => ({ $lt: new Date(ms) });
  const healed = { $in: ["superseded", "replayed"] };
  return {
    runs: { state: { $nin: ["queued", "running"] }, endedAt: olderThan(runs) },
    failures: { state: "resolved", "resolution.kind": healed, resolvedAt: olderThan(failures) },
    commands: { submittedAt: olderThan(commands) },
    checks: { startedAt: olderThan(checks) },
    plans: { createdAt: olderThan(checks) },
  } satisfies Record<string, Document>;
};
