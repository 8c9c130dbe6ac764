import { setTimeout as pause } from "node:timers/promises";
import { type AnyBulkWriteOperation, type Db, type Document, ObjectId } from "mongodb";
import { fuseFailedMax } from "../../src/domain/sync/fuse.ts";
import { seededRandom } from "./seeded-random.ts";
import { ownerOf, paymentOf, propertyOf } from "./source-examples.ts";

/** Somebody at work in the main database. */
export type Traffic = {
  /** Makes `count` changes, some at a time. */
  change(count: number): Promise<void>;
  /** Goes on making changes, some 1,000 a second, until told to stop: `await using changes = traffic.keepChanging()`. */
  keepChanging(): KeptChanging;
};

export type KeptChanging = AsyncDisposable & { stop(): Promise<void> };

/** Between two writes of those who keep changing. Unit: ms. */
const breathMsDefault = 50;

const changesPerWriteMax = 100;

/** So many payments are spoilt and mended again and again: more would pass for a change of the schema, at which sync pauses. */
const spoiltMax = fuseFailedMax - 5;

export type TrafficOptions = {
  readonly seed: number;
  readonly properties?: number;
  readonly owners?: number;
  /** Every write sets `updatedAt`, as applications do; else none does. */
  readonly dated?: boolean;
  /** Between two writes of those who keep changing, 50 changes each. Unit: ms. */
  readonly breathMs?: number;
};

/** Inserts, edits, moves, voids, spoils and deletes payments, renames owners and properties; the same for the same seed. */
export const startTraffic = async (main: Db, options: TrafficOptions): Promise<Traffic> => {
  const random = seededRandom(options.seed);
  const owners = Array.from({ length: options.owners ?? 8 }, (_, index) => ownerOf("Owner", `${index}`)._id);
  const properties = Array.from({ length: options.properties ?? 20 }, () => new ObjectId());
  await main.collection("users").insertMany(owners.map((_id) => ({ _id, firstName: "Owner" })));
  const anOwner = (): ObjectId => random.pick(owners as [ObjectId, ...ObjectId[]]);
  const aProperty = (): ObjectId => random.pick(properties as [ObjectId, ...ObjectId[]]);
  await main.collection("properties").insertMany(properties.map((_id) => propertyOf({ _id, ownerId: anOwner() })));
  const payments: ObjectId[] = [];
  const date = (): Document => (options.dated === true ? { updatedAt: new Date() } : {});
  const spoilt: ObjectId[] = [];

  const insert = (): Change => {
    const payment = paymentOf(aProperty(), amounts(random.below(1_000_000)));
    payments.push(payment._id);
    return { collection: "payments", write: { insertOne: { document: { ...payment, ...date() } } } };
  };
  const update = (collection: string, _id: ObjectId, fields: Document): Change => ({
    collection,
    write: { updateOne: { filter: { _id }, update: { $set: { ...fields, ...date() } } } },
  });
  const ofPayment = (): Change => {
    const index = random.below(payments.length);
    const _id = payments[index];
    if (_id === undefined) return insert();
    switch (random.below(8)) {
      case 0:
        payments.splice(index, 1);
        return { collection: "payments", write: { deleteOne: { filter: { _id } } } };
      case 1:
        return update("payments", _id, { propertyId: aProperty() });
      case 2:
      case 3:
        return update("payments", _id, { status: random.pick(["completed", "completed", "pending", "voided"]) });
      case 4:
        return spoilOrMend(index, _id);
      default:
        return update("payments", _id, amounts(random.below(1_000_000)));
    }
  };
  const spoilOrMend = (index: number, _id: ObjectId): Change => {
    const bad = { amount: random.pick<unknown>([Number.NaN, "a lot", null]) };
    const [first, ...others] = spoilt;
    if (first !== undefined && spoilt.length >= spoiltMax) {
      const fields = random.below(2) === 0 ? bad : amounts(random.below(1_000_000));
      return update("payments", random.pick([first, ...others]), fields);
    }
    payments.splice(index, 1);
    spoilt.push(_id);
    return update("payments", _id, bad);
  };
  const next = (): Change => {
    const kind = random.below(20);
    if (kind === 0) return update("users", anOwner(), { firstName: `Owner ${random.below(1_000)}` });
    if (kind === 1)
      return update("properties", aProperty(), { ownerId: anOwner(), name: `House ${random.below(1_000)}` });
    return kind < 11 ? insert() : ofPayment();
  };

  const change = async (count: number): Promise<void> => {
    for (let left = count; left > 0; left -= changesPerWriteMax) {
      await writeAll(main, Array.from({ length: Math.min(left, changesPerWriteMax) }, next));
    }
  };
  return {
    change,
    keepChanging: () => keepDoing(() => change(changesPerWriteMax / 2), options.breathMs ?? breathMsDefault),
  };
};

/** Does `work` again and again, with a breath between. */
export const keepDoing = (work: () => Promise<unknown>, breathMs = breathMsDefault): KeptChanging => {
  const over = new AbortController();
  const working = (async () => {
    while (!over.signal.aborted) {
      await work();
      await pause(breathMs, undefined, { signal: over.signal }).catch(() => undefined);
    }
  })();
  const stop = async (): Promise<void> => {
    over.abort();
    await working;
  };
  return { stop, [Symbol.asyncDispose]: stop };
};

type Change = { readonly collection: string; readonly write: AnyBulkWriteOperation };

/** Unordered, so that the driver can send them in few commands. */
const writeAll = async (main: Db, changes: readonly Change[]): Promise<void> => {
  const byCollection = Map.groupBy(changes, ({ collection }) => collection);
  for (const [collection, writes] of byCollection) {
    await main.collection(collection).bulkWrite(
      writes.map(({ write }) => write),
      { ordered: false },
    );
  }
};

const currencies = ["USD", "USD", "ZWL"] as const;

/** Whole cents, tenths of cents, and shares of the owner. */
const amounts = (cents: number): Document => ({
  amount: cents / 100,
  currency: currencies[cents % currencies.length],
  ...(cents % 5 === 0 ? { commissionDetails: { ownerAmount: cents / 1_000 } } : {}),
});
