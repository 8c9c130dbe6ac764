import type { ChangeStream, Db, Document } from "mongodb";
import { expect } from "vitest";
import { freshDatabases } from "./fresh-databases.ts";
import { expectExactLedger } from "./oracle/expect-exact-ledger.ts";
import type { Uris } from "./running-service.ts";
import { settled, storedCheckpoint, type TestDatabases } from "./settled.ts";
import { paymentOf, propertyOf } from "./source-examples.ts";
import { type KeptChanging, keepDoing, startTraffic } from "./traffic.ts";
import { type GrowthWatch, watchGrowth } from "./watch-growth.ts";

/** A main database that is never left alone, and what must be true of its ledger whenever it is. */
export type StressedLedger = AsyncDisposable & {
  readonly databases: TestDatabases & Uris;
  /**
   * Stops the changes, waits until the ledger has caught up, and compares it with its independent recomputation. From the
   * second time on, each change must have been counted exactly once as well, and no outside reader may have seen the worth of an
   * account sink whose payments only grow. Then the changes go on.
   */
  expectExactAtRest(): Promise<void>;
  /** Stops the changes for good. */
  quiet(): Promise<void>;
};

/** Small, so that a restart and a look at the whole take a second at most. */
const firstChanges = 1_500;
const changesAtOnce = 8;

export const stressLedger = async (seed: number): Promise<StressedLedger> => {
  await using undo = new AsyncDisposableStack();
  const databases = undo.use(await freshDatabases());
  const traffic = await startTraffic(databases.main, { seed });
  await traffic.change(firstChanges);
  const growing = await startGrowing(databases.main);
  const go = (): KeptChanging =>
    keepDoing(async () => {
      await databases.main.collection("properties").insertOne(propertyOf());
      await growing.grow();
      await waver();
      await traffic.change(changesAtOnce);
    });
  const waver = await startWavering(databases.main);
  const count = createChangeCount(databases);
  let watch: GrowthWatch | null = null;
  let changing = go();
  const quiet = (): Promise<void> => changing.stop();
  undo.defer(count.close);
  undo.defer(async () => await watch?.[Symbol.asyncDispose]());
  undo.defer(quiet);
  const owned = undo.move();
  return {
    databases,
    quiet,
    expectExactAtRest: async () => {
      await quiet();
      await settled(databases);
      await expectExactLedger(databases);
      await count.expectAgreement();
      watch ??= watchGrowth(databases.accounting, growing.propertyId);
      expect(watch.stepsBack, `in ${watch.looks()} looks`).toEqual([]);
      changing = go();
    },
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
};

/** An account that only ever grows: by larger amounts, and by further payments. */
const startGrowing = async (main: Db) => {
  const { _id: propertyId } = propertyOf();
  await main.collection("properties").insertOne(propertyOf({ _id: propertyId }));
  const payments = main.collection("payments");
  let grown = 0;
  return {
    propertyId,
    grow: async (): Promise<void> => {
      grown += 1;
      if (grown % 5 === 1) await payments.insertOne(paymentOf(propertyId, { amount: 1 }));
      else await payments.updateMany({ propertyId }, { $inc: { amount: 1 } });
    },
  };
};

/** A payment that is malformed every other time, so that failures are opened and closed all the while. */
const startWavering = async (main: Db) => {
  const { _id: propertyId } = propertyOf();
  const payment = paymentOf(propertyId);
  await main.collection("properties").insertOne(propertyOf({ _id: propertyId }));
  await main.collection("payments").insertOne(payment);
  let times = 0;
  return async (): Promise<void> => {
    times += 1;
    const amount = times % 2 === 0 ? times : "a lot";
    await main.collection("payments").updateOne({ _id: payment._id }, { $set: { amount } });
  };
};

/** Counts the changes by a stream of its own, from the first rest on. */
const createChangeCount = ({ main, accounting }: TestDatabases) => {
  let stream: ChangeStream | null = null;
  let counted = 0;
  const told = async (): Promise<number> => Number((await storedCheckpoint(accounting))?.tally.events);
  return {
    expectAgreement: async (): Promise<void> => {
      if (stream === null) {
        stream = main.watch<Document>([], { maxAwaitTimeMS: 50 });
        counted = await told();
      }
      // Null = nothing more is there now; at rest, that is all.
      while ((await stream.tryNext()) !== null) counted += 1;
      expect(await told(), "changes counted by the checkpoint").toBe(counted);
    },
    close: async (): Promise<void> => await stream?.close(),
  };
};
