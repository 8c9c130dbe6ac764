import { type Binary, type Collection, type Db, type Document, Long, type MongoClient } from "mongodb";
import type { Lease, LeaseHolder, ToldHolder } from "../../application/ports/lease.ts";
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
  /** What the holder last said about itself, and when. */
  readonly status: string | null;
  readonly statusAt: Date | null;
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
        const taken = { epoch, instanceId, sessionId, formerSessionIds, expiresAt, ...nothingSaid };
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
    renew: (epoch, status) =>
      translated("accounting", async () => {
        const said = status === null ? {} : { status: { $literal: status }, statusAt: "$$NOW" };
        const filter = { _id: stateIds.lease, epoch: longOf(epoch), instanceId };
        const { matchedCount } = await state.updateOne(asFilter(filter), [{ $set: { expiresAt, ...said } }], majority);
        return matchedCount === 0 ? "lost" : "renewed";
      }),
    release: (epoch) =>
      translated("accounting", async () => {
        const filter = { _id: stateIds.lease, epoch: longOf(epoch), instanceId };
        await state.updateOne(
          asFilter(filter),
          [{ $set: { expiresAt: "$$NOW", instanceId: null, sessionId: null, ...nothingSaid } }],
          majority,
        );
      }),
    holder: () =>
      translated("accounting", async () => {
        const holder = await holderOf(state, { status: 1, statusAgeMs: ageOf("$statusAt") });
        return holder.expiresInMs > 0 ? holder : null;
      }),
  };
};

// Safe: the driver's filter types do not know that a Long matches a field read as bigint.
const asFilter = (filter: Document): { readonly _id: string } => filter as { readonly _id: string };

const nothingSaid = { status: null, statusAt: null };

const ageOf = (field: string) => ({ $toInt: { $max: [0, { $subtract: ["$$NOW", field] }] } });

/** `more`: what is asked for beside the holder itself. */
const holderOf = async (state: Collection<LeaseDocument>, more: Document = {}): Promise<ToldHolder> => {
  const pipeline = [
    { $match: { _id: stateIds.lease } },
    {
      $project: {
        instanceId: 1,
        epoch: 1,
        expiresInMs: { $toInt: { $max: [0, { $subtract: ["$expiresAt", "$$NOW"] }] } },
        ...more,
      },
    },
  ];
  const [found] = await state
    .aggregate<Document>(pipeline, { ...exactNumbers, readConcern: { level: "majority" } })
    .toArray();
  const said = typeof found?.status === "string" ? { text: found.status, ageMs: found.statusAgeMs } : null;
  return { ...heldBy(found), status: said };
};

const heldBy = (found: Document | undefined): LeaseHolder => ({
  instanceId: found?.instanceId ?? "",
  epoch: found?.epoch ?? 0n,
  expiresInMs: found?.expiresInMs ?? 0,
});

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
