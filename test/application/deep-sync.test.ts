import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { incomeRowId } from "../../src/domain/ids.ts";
import type { Account } from "../../src/domain/ledger/account.ts";
import { currencyOf } from "../../src/domain/money/currency.ts";
import { keptDays } from "../../src/domain/sync/keeping.ts";
import type { Run } from "../../src/domain/sync/run.ts";
import { runCheck } from "../support/check.ts";
import { createMemoryStage, type Instance, type MemoryStage, named } from "../support/memory-stage.ts";

let stage: MemoryStage;
let instance: Instance;
const usd = currencyOf("USD") ?? ("" as never);

beforeEach(async () => {
  stage = createMemoryStage();
  for (const name of ["house", "barn"]) stage.putProperty(name);
  for (const name of ["p1", "p2"]) stage.putPayment(name, { amount: 100 });
  instance = await stage.live();
});

afterEach(() => stage.inTime(instance.pipeline.stop()));

const head = (name: string): Account | undefined => stage.accounting.store.accounts.get(named(name));
const tamperTotals = (name: string): void => {
  const found = head(name);
  if (found === undefined) throw new Error(`no account of ${name}`);
  const wrong = { incomeMinor: 9n, expensesMinor: 4n, balanceMinor: 5n, rowCount: 7 };
  stage.accounting.store.accounts.set(named(name), { ...found, balances: new Map([[usd, wrong]]) });
};

const sync = async (request: { readonly deep: boolean; readonly dryRun?: boolean }): Promise<Run> => {
  const order = { dryRun: false, confirm: null, ...request };
  const { id } = await stage.inTime(instance.useCases.startFullSync({ actor: "eve" }, order));
  const { fullSyncs } = instance.pipeline.requireTerm();
  await stage.until(() => fullSyncs.active() === null, 600_000);
  const run = stage.accounting.store.runs.get(id)?.run;
  if (run === undefined) throw new Error("the run was not stored");
  return run;
};

describe("a deep sync", () => {
  it("sums every total anew, those of rows without a head too", async () => {
    tamperTotals("house");
    tamperTotals("barn");
    const run = await sync({ deep: true });
    expect(run).toMatchObject({ kind: "deep", state: "succeeded", progress: { phase: "done" } });
    expect(run.counts.applied).toBe(2);
    expect(head("house")?.balances.get(usd)).toMatchObject({ balanceMinor: 20_000n, rowCount: 2 });
    expect(head("barn")?.balances).toEqual(new Map());
    expect((await runCheck(stage, instance)).told).toEqual([]);
  });

  it("commits nothing where the totals are right", async () => {
    const { commitNo } = stage.accounting.store.checkpoint;
    expect((await sync({ deep: true })).counts.applied).toBe(0);
    expect(stage.accounting.store.checkpoint.commitNo).toBe(commitNo);
  });

  it("removes service data that has expired and counts it, and keeps what has not", async () => {
    const { store } = stage.accounting;
    await runCheck(stage, instance);
    const past = stage.clock.now() - keptDays.runs * 24 * 3_600_000 - 1;
    for (const [id, { check, epoch }] of store.checks)
      store.checks.set(id, { check: { ...check, startedAt: past }, epoch });
    const first = await sync({ deep: false });
    store.runs.set(first.id, { run: { ...first, endedAt: past }, epoch: 1n });
    const checks = store.checks.size;
    const plain = await sync({ deep: false });
    expect([plain.counts.expiredRemoved, store.checks.size]).toEqual([0, checks]);
    const run = await sync({ deep: true });
    expect(run.counts.expiredRemoved).toBe(checks + 1);
    expect(store.checks.size).toBe(0);
    expect([store.runs.has(first.id), store.runs.has(plain.id)]).toEqual([false, true]);
    expect([store.rows.size, store.journal.length]).toEqual([2, 2]);
  });

  it("makes the database ready again, and does neither as a dry run or as a plain full sync", async () => {
    tamperTotals("house");
    const points: string[] = [];
    stage.between = (point) => {
      points.push(point);
      return Promise.resolve();
    };
    await sync({ deep: false });
    await sync({ deep: true, dryRun: true });
    expect(head("house")?.balances.get(usd)?.rowCount).toBe(7);
    expect(points).not.toContain("after sink.prepare");
    await sync({ deep: true });
    expect(points).toContain("after sink.prepare");
  });

  it("mends rows and totals in one go", async () => {
    const { store } = stage.accounting;
    store.rows.delete(incomeRowId(named("p1")));
    await sync({ deep: true });
    expect(head("house")?.balances.get(usd)).toMatchObject({ balanceMinor: 20_000n, rowCount: 2 });
    expect((await runCheck(stage, instance)).told).toEqual([]);
  });
});
