import { afterAll, beforeAll, expect, it } from "vitest";
import { type FreshDatabases, freshDatabases } from "../support/fresh-databases.ts";
import { measured } from "../support/measured.ts";
import { expectExactLedger } from "../support/oracle/expect-exact-ledger.ts";
import { type RunningService, startService } from "../support/running-service.ts";
import { settled } from "../support/settled.ts";
import { aDay, paymentOf, propertyOf } from "../support/source-examples.ts";

const rowsCount = 50_000;
const shownMax = 10_000;
const large = propertyOf({ name: "Large" });
const empty = propertyOf({ name: "Empty" });

let databases: FreshDatabases;
let service: RunningService;

beforeAll(async () => {
  databases = await freshDatabases();
  const { main } = databases;
  await main.collection("properties").insertMany([large, empty]);
  for (let from = 0; from < rowsCount; from += 10_000) {
    const payments = Array.from({ length: 10_000 }, (_, index) =>
      paymentOf(large._id, {
        amount: (from + index + 1) / 100,
        paymentDate: new Date(aDay.getTime() + (from + index) * 1_000),
      }),
    );
    await main.collection("payments").insertMany(payments);
  }
  service = await startService(databases);
  await settled(databases, { timeoutMs: 90_000 });
}, 120_000);
afterAll(async () => {
  await service.stop();
  await databases.cleanUp();
});

const shownAccount = () => databases.accounting.collection("propertyaccounts").findOne({ propertyId: large._id });

it("keeps an account of 50,000 rows exact, and its view readable", async () => {
  await expectExactLedger(databases);
  const startedAt = performance.now();
  const shown = await shownAccount();
  measured("view of 50,000 rows", { ms: Math.round(performance.now() - startedAt) });
  expect(shown).toMatchObject({ transactionsTruncated: true, runningBalance: (rowsCount * (rowsCount + 1)) / 200 });
  expect(shown?.transactions).toHaveLength(shownMax);
  expect(shown?.transactions.at(-1)).toMatchObject({ amount: rowsCount / 100 });
  expect(shown?.transactions[0]).toMatchObject({ amount: (rowsCount - shownMax + 1) / 100 });
});

it("takes one more change as it does in an empty account", async () => {
  const { main } = databases;
  const timeOf = async (propertyId: unknown): Promise<number> => {
    const startedAt = performance.now();
    await main
      .collection("payments")
      .insertOne(paymentOf(propertyId, { amount: 1, paymentDate: new Date("2030-01-01") }));
    await settled(databases);
    return performance.now() - startedAt;
  };
  const times = { largeMs: [] as number[], emptyMs: [] as number[] };
  for (let round = 0; round < 10; round += 1) {
    times.largeMs.push(Math.round(await timeOf(large._id)));
    times.emptyMs.push(Math.round(await timeOf(empty._id)));
  }
  measured("a change beside 50,000 rows and beside none", times);
  const shown = await shownAccount();
  expect(shown?.transactions.at(-1)).toMatchObject({ amount: 1, date: new Date("2030-01-01") });
  await expectExactLedger(databases);
});

it("moves a payment out of the large account, and voids another in it", async () => {
  const { main } = databases;
  await main
    .collection("payments")
    .updateOne({ propertyId: large._id, amount: 0.01 }, { $set: { propertyId: empty._id } });
  await main
    .collection("payments")
    .updateOne({ propertyId: large._id, amount: 0.02 }, { $set: { postingStatus: "voided" } });
  await settled(databases);
  await expectExactLedger(databases);
});
