import type { Db, Document } from "mongodb";
import type { RunCount, RunFilter, RunStore } from "../../application/ports/run-store.ts";
import { emptyCounts, type Run } from "../../domain/sync/run.ts";
import { translated } from "../mongo-driver/translate-error.ts";
import { collectionNames } from "./collections.ts";
import { keysOfCursor, listName } from "./cursor.ts";
import { longOf } from "./long.ts";
import { olderThan, pageOf } from "./page.ts";
import { isDuplicateKey } from "./transaction.ts";

type RunDocument = { readonly _id: string; readonly [field: string]: unknown };

type RunGroup = { readonly _id: Pick<RunCount, "kind" | "state">; readonly runs: number };

const majority = { writeConcern: { w: "majority" } } as const;

/** Runs in `sync_runs`, stamped with the epoch that writes them. */
export const createMongoRunStore = (db: Db): RunStore => {
  const runs = db.collection<RunDocument>(collectionNames.runs);
  return {
    create: (run, epoch) =>
      translated("accounting", async () => {
        const insertion = { $setOnInsert: documentOfRun(run, epoch) };
        try {
          // A second try after a lost reply finds the run there.
          await runs.updateOne({ _id: run.id }, insertion, { upsert: true, ...majority });
          return { kind: "created" };
        } catch (error) {
          const other = isDuplicateKey(error) ? await runs.findOne(tickOf(run)) : null;
          if (other === null) throw error;
          return other._id === run.id ? { kind: "created" } : { kind: "exists", runId: other._id };
        }
      }),
    save: (run, epoch) =>
      translated("accounting", async () => {
        const filter = { _id: run.id, epoch: { $lte: longOf(epoch) } };
        const { matchedCount } = await runs.replaceOne(filter, documentOfRun(run, epoch), majority);
        return matchedCount === 0 ? "fenced" : "saved";
      }),
    get: (id) =>
      translated("accounting", async () => {
        const document = await runs.findOne({ _id: id });
        return document === null ? null : runOf(document);
      }),
    list: (filter, { limit, cursor }) =>
      translated("accounting", async () => {
        const list = listName("runs", filter);
        const older = cursor === null ? {} : olderThan("createdAt", keysOfCursor(cursor, list));
        const find = runs.find({ ...chosenBy(filter), ...older }).sort({ createdAt: -1, _id: -1 });
        const keysOf = ({ createdAt, _id }: Document) => [createdAt, _id];
        return pageOf(await find.limit(limit + 1).toArray(), { list, limit, toItem: runOf, keysOf });
      }),
    counts: () =>
      translated("accounting", async () => {
        const group = { _id: { kind: "$kind", state: "$state" }, runs: { $sum: 1 } };
        const found = await runs.aggregate<RunGroup>([{ $group: group }]).toArray();
        return found.map(({ _id, runs: count }) => ({ ..._id, runs: count }));
      }),
    unfinished: () =>
      translated("accounting", async () => {
        const found = await runs
          .find({ state: { $in: ["queued", "running"] } })
          .sort({ createdAt: 1, _id: 1 })
          .toArray();
        return found.map(runOf);
      }),
  };
};

const chosenBy = ({ schedule, ...filter }: RunFilter): Document => {
  const fields = { ...filter, "schedule.name": schedule };
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null));
};

const tickOf = ({ schedule }: Run): Document => ({
  "schedule.name": schedule?.name ?? null,
  "schedule.plannedAt": dateOf(schedule?.plannedAt ?? null),
});

const dateOf = (ms: number | null): Date | null => (ms === null ? null : new Date(ms));

const documentOfRun = ({ id, ...run }: Run, epoch: bigint): RunDocument => ({
  ...run,
  _id: id,
  epoch: longOf(epoch),
  startedAt: dateOf(run.startedAt),
  endedAt: dateOf(run.endedAt),
  createdAt: new Date(run.createdAt),
  schedule: run.schedule === null ? null : { ...run.schedule, plannedAt: dateOf(run.schedule.plannedAt) },
});

const runOf = (document: Document): Run => {
  const { _id, epoch: _, startedAt, endedAt, createdAt, schedule = null, ...run } = document;
  // Safe: what `documentOfRun` wrote.
  return {
    ...run,
    // Runs that were written before something was counted have none of it.
    counts: { ...emptyCounts, ...run.counts },
    id: _id,
    startedAt: startedAt?.getTime() ?? null,
    endedAt: endedAt?.getTime() ?? null,
    createdAt: createdAt.getTime(),
    // Absent on runs of before there were schedules.
    schedule: schedule === null ? null : { ...schedule, plannedAt: schedule.plannedAt?.getTime() ?? null },
  } as Run;
};
