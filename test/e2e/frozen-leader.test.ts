import type { Db } from "mongodb";
import { expect, it } from "vitest";
import type { KillPoint } from "../support/kill-points.ts";
import { createMortalService } from "../support/mortal-service.ts";
import { startServiceProcess } from "../support/service-process.ts";
import { settled } from "../support/settled.ts";
import { stressLedger } from "../support/stressed-ledger.ts";
import { until } from "../support/until.ts";

const points: readonly KillPoint[] = ["source has answered", "transaction is open", "shifted heads are written"];

it.each(points)('writes nothing when it wakes from where "%s" after another has taken over', async (point) => {
  await using ledger = await stressLedger(21);
  const { databases } = ledger;
  await using first = await createMortalService(databases, { INSTANCE_ID: "a:1" });
  await first.begin();
  await ledger.expectExactAtRest();
  await first.meets(point, { signal: "SIGSTOP" });
  await first.reached(point);
  await endLease(databases.accounting);
  await using second = await startServiceProcess(databases, { INSTANCE_ID: "b:1" });
  await ledger.quiet();
  await settled(databases);
  const before = await hashOfLedger(databases.accounting);
  first.thaw();
  await until("the woken one knows that it does not lead", async () => !(await first.call("status")).leader.isLeader);
  expect(await hashOfLedger(databases.accounting)).toBe(before);
  await ledger.expectExactAtRest();
  expect((await second.call("status")).leader.isLeader).toBe(true);
});

/** The server's time goes by faster than the sleeper's own: when it wakes it still believes in its lease. */
const endLease = async (accounting: Db): Promise<void> => {
  const lease = accounting.collection<{ readonly _id: string }>("sync_state");
  await lease.updateOne({ _id: "lease" }, [{ $set: { expiresAt: "$$NOW" } }], { writeConcern: { w: "majority" } });
};

/** Of every document that says something about money, to the last byte. */
const hashOfLedger = async (accounting: Db): Promise<string> => {
  const collections = ["transactions", "accounts", "journal", "sync_failures"];
  return (await accounting.command({ dbHash: 1, collections })).md5;
};
