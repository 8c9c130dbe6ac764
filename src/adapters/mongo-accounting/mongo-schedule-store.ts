import { type ClientSession, type Db, type Document, type MongoClient, MongoServerError } from "mongodb";
import { AppError } from "../../application/errors.ts";
import type { ScheduleChange, ScheduleStore } from "../../application/ports/schedule-store.ts";
import { redefined, type Schedule, type SchedulesState } from "../../domain/schedule/schedule.ts";
import { translated } from "../mongo-driver/translate-error.ts";
import { collectionNames, stateIds } from "./collections.ts";
import { longOf } from "./long.ts";
import { documentOfHistory, documentOfSchedule, type ScheduleDocument, scheduleOf } from "./schedule-codec.ts";
import { inTransaction, isDuplicateKey } from "./transaction.ts";

type StateDocument = {
  readonly _id: string;
  readonly isPaused: boolean;
  readonly resumedAt: Date;
  readonly insertions?: number;
};

const majority = { writeConcern: { w: "majority" } } as const;
const committed = { readConcern: { level: "majority" } } as const;
const stateId = { _id: stateIds.schedules };
const insertionsId = { _id: stateIds.scheduleInsertions };

/** Schedules in `sync_schedules`; whether they count at all, and that the defaults were inserted, in `sync_state`. */
export const createMongoScheduleStore = (client: MongoClient, db: Db): ScheduleStore => {
  const schedules = scheduleCollection(db);
  const states = stateCollection(db);
  const find = async (name: string): Promise<Schedule | null> => {
    const document = await schedules.findOne({ _id: name }, committed);
    return document === null ? null : scheduleOf(document);
  };
  return {
    prepare: (defaults) =>
      translated("accounting", async () => {
        if ((await states.findOne(stateId, committed)) !== null) return;
        await client.withSession((session) => insertDefaults(session, { schedules, states }, defaults));
      }),
    list: () =>
      translated("accounting", async () => {
        const documents = await schedules.find({}, committed).sort({ _id: 1 }).toArray();
        return documents.map(scheduleOf);
      }),
    get: (name) => translated("accounting", () => find(name)),
    insert: (schedule, max) =>
      translated("accounting", () =>
        client.withSession((session) => insertBelow(session, { schedules, states }, schedule, max)),
      ),
    redefine: (name, revisions, change) =>
      translated("accounting", () => redefineStored({ schedules, find }, name, revisions, change)),
    remove: (name, revisions) =>
      translated("accounting", async () => {
        const filter = revisions === null ? { _id: name } : { _id: name, revision: { $in: [...revisions] } };
        const { deletedCount } = await schedules.deleteOne(filter, majority);
        if (deletedCount === 1) return "removed";
        return (await find(name)) === null ? "missing" : "outdated";
      }),
    record: (seen, epoch, { decidedThrough, history }) =>
      translated("accounting", async () => {
        const isLedByOlder = { $or: [{ epoch: { $exists: false } }, { epoch: { $lte: longOf(epoch) } }] };
        const filter = { _id: seen.name, createdAt: new Date(seen.createdAt), ...isLedByOlder };
        const isAsSeen = { $eq: ["$decidedThrough", new Date(seen.decidedThrough)] };
        const news = {
          epoch: longOf(epoch),
          history: { $literal: documentOfHistory(history) },
          decidedThrough: { $cond: [isAsSeen, new Date(decidedThrough), "$decidedThrough"] },
        };
        await schedules.updateOne(filter, [{ $set: news }], majority);
      }),
    state: () =>
      translated("accounting", async () => {
        const state = await states.findOne(stateId, committed);
        return { isPaused: state?.isPaused ?? false, resumedAt: state?.resumedAt.getTime() ?? 0 };
      }),
    setState: (state) =>
      translated("accounting", async () => {
        const { matchedCount } = await states.updateOne(stateId, { $set: documentOfState(state) }, majority);
        if (matchedCount === 0) throw notPrepared();
      }),
  };
};

const notPrepared = (): AppError =>
  new AppError("accounting_unavailable", "The accounting database has no schedules (sync_state) yet.");

type Revisions = Parameters<ScheduleStore["redefine"]>[1];
type Redefinition = Parameters<ScheduleStore["redefine"]>[2];

type Lookup = Pick<Collections, "schedules"> & { readonly find: (name: string) => Promise<Schedule | null> };

/** Tried again when somebody else's change came between reading and writing. */
const redefineStored = async (
  { schedules, find }: Lookup,
  name: string,
  revisions: Revisions,
  change: Redefinition,
): Promise<ScheduleChange> => {
  for (;;) {
    const stored = await find(name);
    if (stored === null) return { kind: "missing" };
    if (revisions !== null && !revisions.includes(stored.revision)) return { kind: "outdated" };
    const schedule = redefined(stored, change.definition, change.now);
    const isThis = { _id: name, createdAt: new Date(stored.createdAt), revision: stored.revision };
    const { matchedCount } = await schedules.updateOne(isThis, { $set: changedFields(stored, schedule) }, majority);
    if (matchedCount === 1) return { kind: "changed", schedule };
  }
};

/** `decidedThrough` only where the change moves it: the leader may be moving it, too. */
const changedFields = (before: Schedule, after: Schedule): Document => {
  const { _id, history: _, createdAt: __, decidedThrough, ...fields } = documentOfSchedule(after);
  return before.decidedThrough === after.decidedThrough ? fields : { ...fields, decidedThrough };
};

const documentOfState = ({ isPaused, resumedAt }: SchedulesState) => ({ isPaused, resumedAt: new Date(resumedAt) });

type Collections = {
  readonly schedules: ReturnType<typeof scheduleCollection>;
  readonly states: ReturnType<typeof stateCollection>;
};
const scheduleCollection = (db: Db) => db.collection<ScheduleDocument>(collectionNames.schedules);
const stateCollection = (db: Db) => db.collection<StateDocument>(collectionNames.state);

/** Whoever inserts counts it in one document as well: of two at the same time one fails and is tried again, and then counts the other. */
const insertBelow = async (
  session: ClientSession,
  { schedules, states }: Collections,
  schedule: Schedule,
  max: number,
): ReturnType<ScheduleStore["insert"]> => {
  for (;;) {
    try {
      return await inTransaction<"inserted" | "exists" | "full">(session, async () => {
        if ((await schedules.findOne({ _id: schedule.name }, { session })) !== null)
          return { kind: "abort", value: "exists" };
        if ((await schedules.countDocuments({}, { session })) >= max) return { kind: "abort", value: "full" };
        await states.updateOne(insertionsId, { $inc: { insertions: 1 } }, { session, upsert: true });
        await schedules.insertOne(documentOfSchedule(schedule), { session });
        return { kind: "commit", value: "inserted" };
      });
    } catch (error) {
      if (!isConflict(error)) throw error;
    }
  }
};

const isConflict = (error: unknown): boolean =>
  isDuplicateKey(error) || (error instanceof MongoServerError && error.code === writeConflict);

const writeConflict = 112;

/** All of them and the note that they were, or nothing: whoever deletes one later has deleted it for good. */
const insertDefaults = async (
  session: ClientSession,
  { schedules, states }: Collections,
  defaults: readonly Schedule[],
): Promise<void> => {
  try {
    await inTransaction(session, async () => {
      await states.insertOne({ ...stateId, ...documentOfState({ isPaused: false, resumedAt: 0 }) }, { session });
      for (const schedule of defaults) {
        const insertion = { $setOnInsert: documentOfSchedule(schedule) };
        await schedules.updateOne({ _id: schedule.name }, insertion, { upsert: true, session });
      }
      return { kind: "commit", value: undefined };
    });
  } catch (error) {
    // Another instance starts at the same time, and has done it or is about to.
    if (!isDuplicateKey(error)) throw error;
  }
};
