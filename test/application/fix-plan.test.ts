import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { FixPlan } from "../../src/domain/consistency/fix-plan.ts";
import { incomeRowId } from "../../src/domain/ids.ts";
import type { Account } from "../../src/domain/ledger/account.ts";
import type { LedgerRow } from "../../src/domain/ledger/row.ts";
import { currencyOf } from "../../src/domain/money/currency.ts";
import { minorOf } from "../../src/domain/money/money.ts";
import type { Run } from "../../src/domain/sync/run.ts";
import { runCheck } from "../support/check.ts";
import { createMemoryStage, type Instance, type MemoryStage, named } from "../support/memory-stage.ts";

let stage: MemoryStage;
let instance: Instance;
const usd = currencyOf("USD") ?? ("" as never);
const zwl = currencyOf("ZWL") ?? usd;

beforeEach(async () => {
  stage = createMemoryStage();
  stage.source.owners().put({ id: named("ann"), firstName: "Ann", lastName: "Moyo" });
  for (const name of ["house", "barn", "mill"]) stage.putProperty(name, "ann");
  for (const name of ["p1", "p2", "p3", "p4", "p5"]) stage.putPayment(name, { amount: 100 });
  stage.putPayment("b1", { propertyId: "barn", amount: 7 });
  instance = await stage.live();
});

afterEach(() => stage.inTime(instance.pipeline.stop()));

const rowOf = (name: string): LedgerRow => {
  const found = stage.accounting.store.rows.get(incomeRowId(named(name)));
  if (found === undefined) throw new Error(`no row of ${name}`);
  return found;
};
const tamper = (name: string, change: Partial<LedgerRow>): void =>
  void stage.accounting.store.rows.set(rowOf(name).id, { ...rowOf(name), ...change });
const head = (name: string): Account => {
  const found = stage.accounting.store.accounts.get(named(name));
  if (found === undefined) throw new Error(`no account of ${name}`);
  return found;
};
const tamperHead = (name: string, change: Partial<Account>): void =>
  void stage.accounting.store.accounts.set(named(name), { ...head(name), ...change });

const fixes = () => instance.pipeline.requireTerm().fixes;

const plan = async (isSafeOnly = false): Promise<FixPlan> => {
  const { check } = await runCheck(stage, instance);
  return stage.inTime(fixes().plan({ checkId: check.id, actor: "eve", isSafeOnly }), 600_000);
};

const itemsOf = ({ id }: FixPlan) => [...(stage.accounting.store.fixItems.get(id)?.values() ?? [])];

const apply = async (
  { id, planHash }: FixPlan,
  { only = null, confirm = true }: { readonly only?: readonly number[] | null; readonly confirm?: boolean } = {},
): Promise<Run> => {
  const order = { planId: id, planHash, only, confirm, trigger: "api", actor: "eve" } as const;
  const run = await stage.inTime(fixes().apply(order));
  await stage.until(() => fixes().active() === null, 600_000);
  const ended = stage.accounting.store.runs.get(run.id)?.run;
  if (ended === undefined) throw new Error("the run was not stored");
  return ended;
};

const enterRepair = async (): Promise<LedgerRow> => {
  const rest = { category: null, referenceNumber: null, paymentMethod: null, recipientType: null, notes: null };
  const when = { occurredAt: null, direction: null };
  const entry = { type: "repair", amount: "25.00", currency: usd, description: "Roof" } as const;
  const request = { ...entry, ...rest, ...when, propertyId: named("house"), idempotencyKey: "roof" };
  return (await stage.inTime(instance.useCases.enterTransaction({ actor: "eve" }, request))).row;
};

/** Something of every kind that can be mended. */
const damage = (): void => {
  const { store } = stage.accounting;
  tamper("p1", { amountMinor: minorOf(1n) });
  store.rows.delete(rowOf("p2").id);
  tamper("p3", { propertyId: named("barn"), notes: "moved" });
  tamper("p4", { currency: zwl });
  const ghost = incomeRowId(named("ghost"));
  store.rows.set(ghost, { ...rowOf("p5"), id: ghost, sourceId: named("ghost") });
  tamperHead("barn", { ownerName: "Bob" });
  store.accounts.delete(named("mill"));
  store.accounts.set(named("gone"), { ...head("house"), propertyId: named("gone"), balances: new Map() });
};

describe("a fix plan", () => {
  it("counts totals that are wrong again when it looks at what it has mended", async () => {
    tamper("p1", { amountMinor: minorOf(1n) });
    const found = await plan();
    const { runs } = stage.accounting.store;
    const keep = runs.set.bind(runs);
    runs.set = (id, stored) => {
      if (stored.run.progress.phase === "verify") tamperHead("house", { balances: new Map() });
      return keep(id, stored);
    };

    expect((await apply(found)).counts.failed).toBeGreaterThan(0);
  });

  it("says what would be done, from what to what, and changes nothing", async () => {
    tamper("p1", { amountMinor: minorOf(1n) });
    const { store } = stage.accounting;
    const before = [new Map(store.rows), new Map(store.accounts), [...store.journal]];
    const made = await plan();
    expect(made).toMatchObject({ items: 2, accounts: 1, byFix: { amend: 1, recompute: 1 }, appliedBy: null });
    expect(itemsOf(made)).toMatchObject([
      {
        number: 1,
        fix: "amend",
        target: { kind: "payment", id: named("p1") },
        changes: [{ rule: "amount_mismatch", field: "amount", before: "0.01 USD", after: "100.00 USD" }],
      },
      {
        number: 2,
        fix: "recompute",
        target: { kind: "totals", id: named("house") },
        changes: [{ rule: "balance_mismatch", before: "500.00 USD", after: "400.01 USD" }],
      },
    ]);
    expect([store.rows, store.accounts, store.journal]).toEqual(before);
  });

  it("mends everything that can be mended, so that the next check finds nothing", async () => {
    const repair = await enterRepair();
    damage();
    const made = await plan();
    expect(made.byFix).toEqual({ amend: 4, post: 1, void: 1, create: 1, archive: 1, recompute: 2 });
    const run = await apply(made);
    expect(run).toMatchObject({ kind: "fix", state: "succeeded", error: null });
    expect(run.counts).toMatchObject({ read: made.items, applied: made.items, unchanged: 0, failed: 0 });
    expect([run.counts.driftCorrected, run.drift.length]).toEqual([made.items, made.items]);
    expect((await runCheck(stage, instance)).told).toEqual([]);
    expect(stage.accounting.store.rows.get(repair.id)).toEqual(repair);
  });

  it("leaves the story of each mended row in the journal, by the run's id", async () => {
    damage();
    const run = await apply(await plan());
    const { journal } = stage.accounting.store;
    const told = journal.filter(({ cause }) => cause.kind === "run" && cause.runId === run.id);
    expect(told.map(({ change }) => change).toSorted()).toEqual(["amended", "amended", "amended", "posted", "voided"]);
  });

  it("is followed by a check of everything", async () => {
    damage();
    const made = await plan();
    await stage.passTime(1_000);
    await apply(made);
    const { checks } = instance.pipeline.requireTerm();
    await stage.until(() => checks.active() === null, 600_000);
    expect((await stage.inTime(instance.useCases.health())).check).toMatchObject({ findings: 0, criticalSince: null });
  });

  it("skips and counts what is no longer as it was reviewed", async () => {
    tamper("p1", { amountMinor: minorOf(1n) });
    tamper("p2", { amountMinor: minorOf(1n) });
    const made = await plan();
    tamper("p1", { amountMinor: minorOf(2n) });
    const run = await apply(made);
    expect(rowOf("p1").amountMinor).toBe(2n);
    expect(rowOf("p2").amountMinor).toBe(10_000n);
    expect(run.counts).toMatchObject({ read: 3, applied: 2, unchanged: 1, failed: 0 });
  });

  it("does not undo what has changed in the source since", async () => {
    tamper("p1", { amountMinor: minorOf(1n) });
    const made = await plan();
    stage.putPayment("p1", { amount: 120 });
    await stage.passTime(5_000);
    const run = await apply(made);
    expect(rowOf("p1").amountMinor).toBe(12_000n);
    expect(run.counts.unchanged).toBeGreaterThan(0);
  });

  it("can be carried out in part", async () => {
    tamper("p1", { amountMinor: minorOf(1n) });
    tamper("p2", { amountMinor: minorOf(1n) });
    const run = await apply(await plan(), { only: [2], confirm: false });
    expect([rowOf("p1").amountMinor, rowOf("p2").amountMinor]).toEqual([1n, 10_000n]);
    expect(run.counts).toMatchObject({ read: 1, applied: 1 });
  });

  it("is refused under another hash, and a second time", async () => {
    tamper("p1", { amountMinor: minorOf(1n) });
    const made = await plan();
    await expect(apply({ ...made, planHash: "other" })).rejects.toMatchObject({ code: "conflict" });
    await apply(made);
    await expect(apply(made)).rejects.toMatchObject({ code: "conflict" });
    await expect(apply({ ...made, id: "nothing" })).rejects.toMatchObject({ code: "not_found" });
  });

  it("asks for a person's word when much would change", async () => {
    for (let index = 0; index < 101; index += 1) stage.putPayment(`q${index}`, { amount: 1 });
    await stage.passTime(5_000);
    for (let index = 0; index < 101; index += 1) tamper(`q${index}`, { amountMinor: minorOf(1n) });
    const made = await plan();
    expect(made.confirmation).toBe("102 items are more than 100");
    await expect(apply(made, { confirm: false })).rejects.toMatchObject({ code: "needs_confirmation" });
    expect((await apply(made)).counts).toMatchObject({ applied: 102, failed: 0 });
  });

  it("asks before it takes rows back for a source without payments", async () => {
    await stage.inTime(instance.useCases.stopRealTime({ actor: "eve" }));
    for (const id of ["p1", "p2", "p3", "p4", "p5", "b1"]) stage.source.payments.delete(named(id));
    const made = await plan();
    expect(made.byFix).toEqual({ void: 6 });
    expect(made.confirmation).toBe("the main database has no payments");
  });

  it("offers nothing for what only a person can mend, and takes no account out of use by itself", async () => {
    const repair = await enterRepair();
    stage.accounting.store.rows.set(repair.id, { ...repair, direction: 1 });
    stage.accounting.store.accounts.set(named("gone"), {
      ...head("house"),
      propertyId: named("gone"),
      balances: new Map(),
    });
    expect((await plan()).byFix).toEqual({ archive: 1, recompute: 1 });
    expect((await plan(true)).byFix).toEqual({ recompute: 1 });
  });

  it("gives rows without a head one, whether or not their property exists", async () => {
    const { store } = stage.accounting;
    stage.putPayment("early", { propertyId: "cellar" });
    await stage.passTime(5_000);
    for (const name of ["barn", "cellar"]) store.accounts.delete(named(name));
    const made = await plan();
    expect(made.byFix).toEqual({ create: 2 });
    await apply(made);
    expect(head("barn")).toMatchObject({ status: "active", ownerName: "Ann Moyo" });
    expect(head("barn").balances.get(usd)?.balanceMinor).toBe(700n);
    expect(head("cellar").status).toBe("stub");
    expect((await runCheck(stage, instance)).told).toEqual([`stub_account ${named("cellar")}`]);
  });
});
