import { afterEach, expect, it } from "vitest";
import { incomeRowId } from "../../src/domain/ids.ts";
import { minorOf } from "../../src/domain/money/money.ts";
import { createMemoryStage, type Instance, type MemoryStage, named } from "../support/memory-stage.ts";

let stage: MemoryStage;
let instance: Instance;
const minuteMs = 60_000;

afterEach(() => stage.inTime(instance.pipeline.stop()));

const begin = async (verifyRowsPerSecond: number, verifyPauseMs?: number): Promise<void> => {
  stage = createMemoryStage();
  stage.putProperty("house");
  for (const name of ["p1", "p2"]) stage.putPayment(name, { amount: 100 });
  instance = await stage.live({ verifyRowsPerSecond, ...(verifyPauseMs === undefined ? {} : { verifyPauseMs }) });
  await stage.passTime(minuteMs);
};

const newest = async () => (await stage.inTime(instance.useCases.health())).check;

it("looks at everything again and again, so that the newest report is never old", async () => {
  await begin(10);
  const first = await newest();
  await stage.passTime(25 * minuteMs);
  const second = await newest();
  expect(second?.id).not.toBe(first?.id);
  expect(stage.clock.now() - (second?.endedAt ?? 0)).toBeLessThan(12 * minuteMs);
  expect(second).toMatchObject({ state: "complete", findings: 0, looked: { payments: 2, properties: 1 } });
});

it("finds what was tampered with, as a check does, and mends nothing", async () => {
  await begin(1_000);
  const id = incomeRowId(named("p1"));
  const row = stage.accounting.store.rows.get(id);
  if (row !== undefined) stage.accounting.store.rows.set(id, { ...row, amountMinor: minorOf(1n) });
  await stage.passTime(15 * minuteMs);
  expect((await newest())?.byRule).toEqual({ amount_mismatch: 1, balance_mismatch: 1 });
  expect(stage.accounting.store.rows.get(id)?.amountMinor).toBe(1n);
});

it("keeps to its rate", async () => {
  await begin(1);
  await stage.passTime(9 * minuteMs + 500);
  const before = await newest();
  await stage.passTime(minuteMs);
  expect((await newest())?.id).not.toBe(before?.id);
});

it("does not look where it is told not to", async () => {
  await begin(0);
  const first = await newest();
  await stage.passTime(60 * minuteMs);
  expect((await newest())?.id).toBe(first?.id);
});

it("says in the status how much is known to match, how old that is, and how far it looks right now", async () => {
  await begin(100);
  const status = async () => (await stage.inTime(instance.useCases.status())).verification;
  const first = await status();
  expect(first).toMatchObject({
    matched: 2,
    total: 2,
    issueCount: 0,
    rowsChecked: 3,
    rowsTotal: 3,
    ratePerSecond: 100,
  });
  stage.putPayment("p3", { amount: 5 });
  stage.putPayment("draft", { amount: 5, status: "pending" });
  stage.putPayment("broken", { amount: "x" });
  await stage.passTime(minuteMs);
  const id = incomeRowId(named("p1"));
  const row = stage.accounting.store.rows.get(id);
  if (row !== undefined) stage.accounting.store.rows.set(id, { ...row, amountMinor: minorOf(1n) });
  let isHeld = false;
  stage.between = (point) => {
    if (point !== "before scanner.sums" || isHeld) return Promise.resolve();
    isHeld = true;
    return stage.clock.sleep(minuteMs, new AbortController().signal);
  };
  await stage.until(() => isHeld, 15 * minuteMs);
  expect(await status()).toMatchObject({ verifiedAt: first.verifiedAt, matched: 2, rowsChecked: 6, rowsTotal: 6 });
  await stage.passTime(2 * minuteMs);
  const second = await status();
  expect(second).toMatchObject({ matched: 3, total: 5, issueCount: 3, rowsChecked: 6, rowsTotal: 6 });
  expect(second.verifiedAt).toBe((await newest())?.endedAt);
});

it("is told by an instance that does not lead as the leader tells it", async () => {
  await begin(100);
  const other = stage.instance({ verifyRowsPerSecond: 7 });
  await stage.inTime(other.pipeline.start());
  await stage.passTime(minuteMs);
  const told = await stage.inTime(other.useCases.status());
  expect(told.leader.isLeader).toBe(false);
  expect(told.verification).toEqual((await stage.inTime(instance.useCases.status())).verification);
  expect((await stage.inTime(other.useCases.health())).status.verification).toEqual(told.verification);
  await stage.inTime(other.pipeline.stop());
});

it("rests between rounds for as long as it is told to", async () => {
  await begin(1_000, 2 * minuteMs);
  const first = await newest();
  await stage.passTime(3 * minuteMs);
  expect((await newest())?.id).not.toBe(first?.id);
  expect(stage.clock.now() - ((await newest())?.endedAt ?? 0)).toBeLessThan(2.5 * minuteMs);
});
