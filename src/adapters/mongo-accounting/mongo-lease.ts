import { type Binary, type Collection, type Db, type Document, Long, type MongoClient } from "mongodb";
import type { Lease, LeaseHolder } from "../../application/ports/lease.ts";
import { translated } from "../mongo-driver/translate-error.ts";
import { collectionNames, stateIds } from "./collections.ts";
import { exactNumbers, longOf } from "./long.ts";

export type MongoLeaseOptions = {
  readonly client: MongoClient;
  readonly db: Db;
  readonly instanceId: string;
  /** Id of the session in which this instance commits. */
  readonly sessionId: Binary;
  readonly ttlMs: number;
};

type LeaseDocument = {
  readonly _id: string;
  readonly epoch: bigint;
  readonly instanceId: string | null;
  readonly sessionId: Binary | null;
  /** Of holders whose successor has not said yet that it has ended them: it may have been killed before it could. */
  readonly formerSessionIds?: readonly Binary[];
  readonly expiresAt: Date;
};

/** So many holders in a row may be killed before they have ended their predecessors' sessions. */
const formerSessionsMax = 100;

const majority = { writeConcern: { w: "majority" } } as const;

/** The lease document in `sync_state`, in the server's own time (`$$NOW`): no instance's clock decides anything. */
export const createMongoLease = ({ client, db, instanceId, sessionId, ttlMs }: MongoLeaseOptions): Lease => {
  const state = db.collection<LeaseDocument>(collectionNames.state);
  const expiresAt = { $add: ["$$NOW", ttlMs] };
  const isFree = { $or: [{ $lte: ["$expiresAt", "$$NOW"] }, { $eq: ["$instanceId", instanceId] }] };

  return {
    acquire: () =>
      translated("accounting", async () => {
        const epoch = { $add: ["$epoch", Long.fromInt(1)] };
        const taken = { epoch, instanceId, sessionId, formerSessionIds, expiresAt };
        const filter = { _id: stateIds.lease, $expr: isFree };
        const options = { returnDocument: "before", ...exactNumbers, ...majority } as const;
        const before = await state.findOneAndUpdate(filter, [{ $set: taken }], options);
        if (before === null) return { kind: "held", by: await holderOf(state) };
        const won = before.epoch + 1n;
        await endSessions(client, sessionsOf(before));
        const ended = asFilter({ _id: stateIds.lease, epoch: longOf(won) });
        await state.updateOne(ended, { $set: { formerSessionIds: [] } }, majority);
        return { kind: "won", epoch: won };
      }),
    renew: (epoch) =>
      translated("accounting", async () => {
        const filter = { _id: stateIds.lease, epoch: longOf(epoch), instanceId };
        const { matchedCount } = await state.updateOne(asFilter(filter), [{ $set: { expiresAt } }], majority);
        return matchedCount === 0 ? "lost" : "renewed";
      }),
    release: (epoch) =>
      translated("accounting", async () => {
        const filter = { _id: stateIds.lease, epoch: longOf(epoch), instanceId };
        await state.updateOne(
          asFilter(filter),
          [{ $set: { expiresAt: "$$NOW", instanceId: null, sessionId: null } }],
          majority,
        );
      }),
    holder: () =>
      translated("accounting", async () => {
        const holder = await holderOf(state);
        return holder.expiresInMs > 0 ? holder : null;
      }),
  };
};

// Safe: the driver's filter types do not know that a Long matches a field read as bigint.
const asFilter = (filter: Document): { readonly _id: string } => filter as { readonly _id: string };

const holderOf = async (state: Collection<LeaseDocument>): Promise<LeaseHolder> => {
  const pipeline = [
    { $match: { _id: stateIds.lease } },
    {
      $project: {
        instanceId: 1,
        epoch: 1,
        expiresInMs: { $toInt: { $max: [0, { $subtract: ["$expiresAt", "$$NOW"] }] } },
      },
    },
  ];
  const [found] = await state
    .aggregate<Document>(pipeline, { ...exactNumbers, readConcern: { level: "majority" } })
    .toArray();
  return { instanceId: found?.instanceId ?? "", epoch: found?.epoch ?? 0n, expiresInMs: found?.expiresInMs ?? 0 };
};

const knownSessionIds = {
  $concatArrays: [
    { $ifNull: ["$formerSessionIds", []] },
    { $cond: [{ $eq: [{ $ifNull: ["$sessionId", null] }, null] }, [], ["$sessionId"]] },
  ],
};
const formerSessionIds = { $slice: [knownSessionIds, -formerSessionsMax] };

const sessionsOf = ({ sessionId, formerSessionIds = [] }: LeaseDocument): readonly Binary[] =>
  sessionId === null ? formerSessionIds : [...formerSessionIds, sessionId];

/** A killed holder's open transaction would block the checkpoint for a minute and more: the server is told to end it. */
const endSessions = async (client: MongoClient, sessionIds: readonly Binary[]): Promise<void> => {
  if (sessionIds.length > 0)
    await client.db("admin").command({ killSessions: sessionIds.map((sessionId) => ({ id: sessionId })) });
};
