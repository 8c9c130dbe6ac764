import { afterEach, beforeEach, expect, it } from "vitest";
import { type FreshDatabases, freshDatabases } from "../support/fresh-databases.ts";
import { expectExactLedger } from "../support/oracle/expect-exact-ledger.ts";
import { replaceToken } from "../support/replace-token.ts";
import { type RunningService, startService } from "../support/running-service.ts";
import { settled, storedCheckpoint, storedRuns } from "../support/settled.ts";
import { paymentOf, propertyOf } from "../support/source-examples.ts";
import { until } from "../support/until.ts";
import { watchHealth } from "../support/watch-health.ts";

let databases: FreshDatabases;
const house = propertyOf();
const [amended, deleted] = [paymentOf(house._id), paymentOf(house._id)];
const payments = Array.from({ length: 60 }, (_, index) => paymentOf(house._id, { amount: index + 1 }));

beforeEach(async () => {
  databases = await freshDatabases();
  await databases.main.collection("properties").insertOne(house);
  await databases.main.collection("payments").insertMany([amended, deleted, ...payments]);
  const service = await startService(databases);
  await settled(databases);
  await service.stop();
});
afterEach(() => databases.cleanUp());

/** The same token thirty years ago: a server's token begins with its time in hex. */
const longAgo = (token: string): string => {
  const past = Number.parseInt(token.slice(2, 10), 16) - 30 * 31_557_600;
  return `82${past.toString(16).padStart(8, "0")}${token.slice(10)}`;
};

/** What the missed time brought: an insertion, an amendment, a deletion. */
const changeUnseen = async (): Promise<void> => {
  const { main } = databases;
  await main.collection("payments").insertOne(paymentOf(house._id, { amount: 1_000 }));
  await main.collection("payments").updateOne({ _id: amended._id }, { $set: { amount: 2_000 } });
  await main.collection("payments").deleteOne({ _id: deleted._id });
  await main.collection("properties").updateOne({ _id: house._id }, { $set: { name: "Renamed unseen" } });
};

const expectRepaired = async (service: RunningService): Promise<void> => {
  await using watch = watchHealth(service.useCases);
  await until("the gap is recorded", async () => (await storedCheckpoint(databases.accounting))?.gap);
  await settled(databases);
  await until("the service is healthy", async () => (await service.useCases.health()).health.status === "healthy");
  const { lies } = await watch.story();
  expect(lies).toEqual([]);
  await expectExactLedger(databases);
  const { gap, gapsInARow } = (await storedCheckpoint(databases.accounting)) ?? {};
  expect(gap).toMatchObject({ closedAt: expect.any(Date) });
  expect(gap.from.compare(gap.to)).toBeLessThanOrEqual(0);
  expect(gapsInARow).toBe(0);
  const runs = await storedRuns(databases.accounting);
  expect(runs.map((run) => [run.kind, run.state])).toEqual([
    ["initial", "succeeded"],
    ["full", "succeeded"],
  ]);
};

it("repairs itself when the oplog no longer reaches back to its position", async () => {
  await replaceToken(databases, (token) => ({ ...token, _data: longAgo(token._data) }));
  await changeUnseen();
  await using service = await startService(databases);
  await expectRepaired(service);
  expect((await storedCheckpoint(databases.accounting))?.gap).toMatchObject({ reason: "oplog_truncated" });
});

it("repairs itself when its position means nothing to the server", async () => {
  await replaceToken(databases, (token) => ({ ...token, _data: "82deadbeef" }));
  await changeUnseen();
  await using service = await startService(databases);
  await expectRepaired(service);
});

it("repairs itself when its position is no position at all", async () => {
  await replaceToken(databases, () => "nonsense");
  await changeUnseen();
  await using service = await startService(databases);
  await expectRepaired(service);
});

it("goes on from its position when nothing was lost, and records no gap", async () => {
  await changeUnseen();
  await using _ = await startService(databases);
  await settled(databases);
  await expectExactLedger(databases);
  expect((await storedCheckpoint(databases.accounting))?.gap).toBeNull();
  expect(await storedRuns(databases.accounting)).toHaveLength(1);
});

it("stops and asks when history is lost three times without a full sync in between", async () => {
  const { main, accounting } = databases;
  await using service = await startService(databases, { FULL_SYNC_MAX_ROWS_PER_SECOND: "1" });
  const gaps = async () => (await storedCheckpoint(accounting))?.gapsInARow ?? 0;
  for (const gap of [1, 2, 3]) {
    await until("the stream flows", async () => (await storedCheckpoint(accounting))?.position !== null);
    await main
      .collection("payments")
      .aggregate([{ $out: "payments" }])
      .toArray();
    await until(`gap ${gap} is recorded`, async () => (await gaps()) >= gap);
  }
  const { realTime } = await until("real-time sync has stopped", async () => {
    const status = await service.useCases.status();
    return status.realTime.state === "failed" ? status : null;
  });
  expect(realTime).toMatchObject({ isRunning: false, lagMs: null });
  expect((await service.useCases.health()).health.status).toBe("unhealthy");
});
