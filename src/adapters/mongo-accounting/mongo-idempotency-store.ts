import type { Collection, Db, Document, Filter } from "mongodb";
import {
  type IdempotencyStore,
  inFlightMaxMs,
  type KeyedBegin,
  type KeyedRequest,
  keyKeptMs,
} from "../../application/ports/idempotency-store.ts";
import { translated } from "../mongo-driver/translate-error.ts";
import { collectionNames } from "./collections.ts";
import { isDuplicateKey } from "./transaction.ts";

type KeyDocument = {
  readonly _id: string;
  readonly requestHash: string;
  readonly orderId: string;
  readonly state: "in_flight" | "open" | "free" | "done";
  readonly answer: string | null;
  readonly createdAt: Date;
  readonly takenAt: Date;
};

const majority = { writeConcern: { w: "majority" } } as const;
const committed = { readConcern: { level: "majority" } } as const;

/** Keyed requests in `sync_idempotency`, in the server's own time, which removes them after a day. */
export const createMongoIdempotencyStore = (db: Db): IdempotencyStore => {
  const keys = db.collection<KeyDocument>(collectionNames.idempotency);
  const change = (id: string, orderId: string, to: Partial<KeyDocument>): Promise<void> =>
    translated("accounting", async () => {
      await keys.updateOne({ _id: id, orderId, state: "in_flight" }, { $set: to }, majority);
    });
  return {
    begin: (request) => translated("accounting", () => begin(keys, request)),
    finish: (id, orderId, answer) => change(id, orderId, { state: "done", answer }),
    release: (id, orderId, to) => change(id, orderId, { state: to }),
  };
};

const begin = async (keys: Collection<KeyDocument>, request: KeyedRequest): Promise<KeyedBegin> => {
  for (;;) {
    const orderId = await claimed(keys, request);
    if (orderId !== null) return { kind: "begun", orderId };
    const known = await keys.findOne({ _id: request.id }, committed);
    const answer = known === null ? null : answerOf(known, request);
    // Removed, freed or left between two looks: it is looked at anew.
    if (answer !== null) return answer;
  }
};

/** Each step is one write of one document, so that of several who come at once one alone is told to begin. */
const claimed = async (keys: Collection<KeyDocument>, request: KeyedRequest): Promise<string | null> => {
  if (await isInserted(keys, request)) return request.orderId;
  const anew = await keys.findOneAndUpdate(spent(request.id), [{ $set: fresh(request) }], majority);
  if (anew !== null) return request.orderId;
  const taken = await keys.findOneAndUpdate(left(request), [{ $set: inFlight }], majority);
  return taken?.orderId ?? null;
};

const answerOf = (known: KeyDocument, { requestHash }: KeyedRequest): KeyedBegin | null => {
  if (known.state === "free") return null;
  if (known.requestHash !== requestHash) return { kind: "other_request" };
  switch (known.state) {
    case "open":
      return null;
    case "in_flight":
      return { kind: "in_flight" };
    case "done":
      return { kind: "done", answer: known.answer ?? "" };
  }
};

const inFlight = { state: "in_flight", takenAt: "$$NOW" } as const;

const fresh = ({ requestHash, orderId }: KeyedRequest): Document => ({
  requestHash: { $literal: requestHash },
  orderId: { $literal: orderId },
  answer: null,
  createdAt: "$$NOW",
  ...inFlight,
});

/** Upserts with a filter that no document meets: there is none of this id yet, or it is a duplicate. */
const isInserted = async (keys: Collection<KeyDocument>, request: KeyedRequest): Promise<boolean> => {
  try {
    // Safe: a state that is never written, and so matches nothing.
    const none = { _id: request.id, state: "none" } as unknown as Filter<KeyDocument>;
    await keys.updateOne(none, [{ $set: fresh(request) }], { upsert: true, ...majority });
    return true;
  } catch (error) {
    if (isDuplicateKey(error)) return false;
    throw error;
  }
};

const olderThan = (field: string, ms: number): Document => ({
  $expr: { $lte: [`$${field}`, { $subtract: ["$$NOW", ms] }] },
});

/** It stands for nothing any more. */
const spent = (id: string): Filter<KeyDocument> => ({
  _id: id,
  $or: [{ state: "free" }, olderThan("createdAt", keyKeptMs)],
});

/** The same request, of which nobody knows what became. */
const left = ({ id, requestHash }: KeyedRequest): Filter<KeyDocument> => ({
  _id: id,
  requestHash,
  $or: [{ state: "open" }, { state: "in_flight", ...olderThan("takenAt", inFlightMaxMs) }],
});
