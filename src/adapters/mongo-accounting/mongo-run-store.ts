import type { Db, Document } from "mongodb";
import type { RunStore } from "../../application/ports/run-store.ts";
import type { Run } from "../../domain/sync/run.ts";
import { translated } from "../mongo-driver/translate-error.ts";
import { collectionNames } from "./collections.ts";
import { keysOfCursor } from "./cursor.ts";
import { longOf } from "./long.ts";
import { pageOf } from "./page.ts";

type RunDocument = { readonly _id: string; readonly [field: string]: unknown };

const majority = { writeConcern: { w: "majority" } } as const;

/** Runs in `sync_runs`, stamped with the epoch that writes them. */
export const createMongoRunStore = (db: Db): RunStore => {
  const runs = db.collection<RunDocument>(collectionNames.runs);
  return {
    create: (run, epoch) =>
      translated("accounting", async () => {
        await runs.insertOne(documentOfRun(run, epoch), majority);
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
    list: ({ kind, state }, { limit, cursor }) =>
      translated("accounting", async () => {
        const filter = {
          ...(kind === null ? {} : { kind }),
          ...(state === null ? {} : { state }),
          ...olderThan(cursor),
        };
        const found = await runs
          .find(filter)
          .sort({ createdAt: -1, _id: -1 })
          .limit(limit + 1)
          .toArray();
        return pageOf(found, limit, runOf, ({ createdAt, _id }) => ({ createdAt, _id }));
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

const olderThan = (cursor: string | null): Document => {
  if (cursor === null) return {};
  const { createdAt, _id } = keysOfCursor(cursor);
  return { $or: [{ createdAt: { $lt: createdAt } }, { createdAt, _id: { $lt: _id } }] };
};

const dateOf = (ms: number | null): Date | null => (ms === null ? null : new Date(ms));

const documentOfRun = ({ id, ...run }: Run, epoch: bigint): RunDocument => ({
  ...run,
  _id: id,
  epoch: longOf(epoch),
  startedAt: dateOf(run.startedAt),
  endedAt: dateOf(run.endedAt),
  createdAt: new Date(run.createdAt),
});

const runOf = (document: Document): Run => {
  const { _id, epoch: _, startedAt, endedAt, createdAt, ...run } = document;
  // Safe: what `documentOfRun` wrote.
  return {
    ...run,
    id: _id,
    startedAt: startedAt?.getTime() ?? null,
    endedAt: endedAt?.getTime() ?? null,
    createdAt: createdAt.getTime(),
  } as Run;
};
