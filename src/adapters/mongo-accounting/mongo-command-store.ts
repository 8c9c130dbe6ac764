import type { Db, Filter, Long } from "mongodb";
import { type CommandStore, commandAgeMaxMs } from "../../application/ports/command-store.ts";
import { translated } from "../mongo-driver/translate-error.ts";
import { collectionNames } from "./collections.ts";
import { longOf } from "./long.ts";

type CommandDocument = {
  readonly _id: string;
  readonly name: string;
  readonly text: string;
  readonly state: "waiting" | "taken" | "finished" | "withdrawn";
  /** Of the leader that has taken it. */
  readonly epoch: Long;
  readonly answer: string | null;
  readonly submittedAt: Date;
};

const majority = { writeConcern: { w: "majority" } } as const;
const committed = { readConcern: { level: "majority" } } as const;

/** Commands in `sync_commands`, in the server's own time. They are removed after a day. */
export const createMongoCommandStore = (db: Db): CommandStore => {
  const commands = db.collection<CommandDocument>(collectionNames.commands);
  return {
    submit: ({ id, name, text }) =>
      translated("accounting", async () => {
        const fresh = { name, text, state: "waiting", epoch: longOf(0n), answer: null } as const;
        const update = { $setOnInsert: fresh, $currentDate: { submittedAt: true } } as const;
        await commands.updateOne({ _id: id }, update, { upsert: true, ...majority });
      }),
    take: (epoch) =>
      translated("accounting", async () => {
        // Nearly always there is none: a look costs the server less than an update that matches nothing.
        if ((await commands.findOne(dueFor(epoch), { projection: { _id: 1 } })) === null) return null;
        const update = { $set: { state: "taken", epoch: longOf(epoch) } } as const;
        const taken = await commands.findOneAndUpdate(dueFor(epoch), update, { sort: { submittedAt: 1 }, ...majority });
        return taken === null ? null : { id: taken._id, name: taken.name, text: taken.text };
      }),
    finish: (id, epoch, answer) =>
      translated("accounting", async () => {
        const mine = { _id: id, epoch: longOf(epoch), state: { $in: ["taken", "finished"] } } as const;
        const { matchedCount } = await commands.updateOne(mine, { $set: { state: "finished", answer } }, majority);
        return matchedCount === 0 ? "fenced" : "finished";
      }),
    answer: (id) =>
      translated("accounting", async () => {
        const found = await commands.findOne({ _id: id }, { projection: { answer: 1 }, ...committed });
        return found?.answer ?? null;
      }),
    withdraw: (id) =>
      translated("accounting", async () => {
        const untaken = { _id: id, state: { $in: ["waiting", "withdrawn"] } } as const;
        await commands.updateOne(untaken, { $set: { state: "withdrawn" } }, majority);
        const found = await commands.findOne({ _id: id }, { projection: { state: 1 }, ...committed });
        return found === null || found.state === "withdrawn" ? "withdrawn" : "taken";
      }),
  };
};

const dueFor = (epoch: bigint): Filter<CommandDocument> => ({
  $or: [{ state: "waiting" }, { state: "taken", epoch: { $lt: longOf(epoch) } }],
  $expr: { $gt: ["$submittedAt", { $subtract: ["$$NOW", commandAgeMaxMs] }] },
});
