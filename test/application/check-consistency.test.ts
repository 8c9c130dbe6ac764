import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { isConsistent } from "../../src/domain/consistency/check.ts";
import { incomeRowId } from "../../src/domain/ids.ts";
import type { LedgerRow } from "../../src/domain/ledger/row.ts";
import { currencyOf } from "../../src/domain/money/currency.ts";
import { minorOf } from "../../src/domain/money/money.ts";
import { runCheck } from "../support/check.ts";
import { createMemoryStage, type Instance, type MemoryStage, named } from "../support/memory-stage.ts";

let stage: MemoryStage;
let instance: Instance;

beforeEach(async () => {
  stage = createMemoryStage();
  stage.source.owners().put({ id: named("ann"), firstName: "Ann", lastName: "Moyo" });
  stage.putProperty("house", "ann");
  stage.putProperty("barn", "ann");
  for (const name of ["p1", "p2", "p3", "p4"]) stage.putPayment(name, { amount: 100 });
  stage.putPayment("b1", { propertyId: "barn", amount: 7 });
  instance = await stage.live();
});

afterEach(() => stage.inTime(instance.pipeline.stop()));

const row = (name: string): LedgerRow => {
  const found = stage.accounting.store.rows.get(incomeRowId(named(name)));
  if (found === undefined) throw new Error(`no row of ${name}`);
  return found;
};
const tamper = (name: string, change: Partial<LedgerRow>): void =>
  void stage.accounting.store.rows.set(row(name).id, { ...row(name), ...change });
const tamperHead = (name: string, change: object): void => {
  const head = stage.accounting.store.accounts.get(named(name));
  if (head === undefined) throw new Error(`no account of ${name}`);
  stage.accounting.store.accounts.set(named(name), { ...head, ...change });
};
const rowId = (name: string): string => incomeRowId(named(name));
const usd = currencyOf("USD") ?? ("" as never);

const enterRepair = async (): Promise<LedgerRow> => {
  const entry = { type: "repair", amount: "25.00", currency: usd, description: "Roof" } as const;
  const rest = { category: null, referenceNumber: null, paymentMethod: null, recipientType: null, notes: null };
  const request = {
    ...entry,
    ...rest,
    propertyId: named("house"),
    idempotencyKey: "roof",
    occurredAt: null,
    direction: null,
  };
  return (await stage.inTime(instance.useCases.enterTransaction({ actor: "eve" }, request))).row;
};

/** Holds up whoever comes by. */
const slowAt = (slow: string): void => {
  stage.between = (point) =>
    point === slow ? stage.clock.sleep(60_000, new AbortController().signal) : Promise.resolve();
};

describe("a consistency check", () => {
  it("follows the initial sync by itself", async () => {
    await stage.until(() => stage.accounting.store.checks.size === 1);
    const [run] = [...stage.accounting.store.runs.values()].filter((stored) => stored.run.kind === "consistency");
    expect(run?.run).toMatchObject({ trigger: "startup", actor: "ledgersync" });
  });

  it("finds nothing in a ledger that is right, entries made by hand included", async () => {
    await enterRepair();
    const { check, told } = await runCheck(stage, instance);
    expect(told).toEqual([]);
    expect(check).toMatchObject({ state: "complete", followsStream: true, unsettled: 0, criticalSince: null });
    expect(check.looked).toEqual({ payments: 5, properties: 2, rows: 6, accounts: 2, journalLines: 6 });
    expect(isConsistent(check)).toBe(true);
  });

  it("finds a changed amount, and the total that no longer is its rows'", async () => {
    tamper("p1", { amountMinor: minorOf(9_999n) });
    const { findings, told } = await runCheck(stage, instance);
    expect(told).toEqual([`amount_mismatch ${rowId("p1")}`, `balance_mismatch ${named("house")}`]);
    expect(findings.find(({ rule }) => rule === "amount_mismatch")).toMatchObject({
      severity: "critical",
      field: "amount",
      expected: "100.00 USD",
      found: "99.99 USD",
      propertyId: named("house"),
      fix: "amend",
    });
  });

  it("finds errors that cancel each other out", async () => {
    tamper("p1", { amountMinor: minorOf(9_900n) });
    tamper("p2", { amountMinor: minorOf(10_100n) });
    const { told } = await runCheck(stage, instance);
    expect(told).toEqual([`amount_mismatch ${rowId("p1")}`, `amount_mismatch ${rowId("p2")}`]);
  });

  it("finds a row that is gone, and one that came from nowhere", async () => {
    stage.accounting.store.rows.delete(row("p1").id);
    const stray = incomeRowId(named("ghost"));
    stage.accounting.store.rows.set(stray, { ...row("p2"), id: stray, sourceId: named("ghost") });
    const { told } = await runCheck(stage, instance);
    expect(told).toEqual([`missing_transaction ${rowId("p1")}`, `phantom_transaction ${stray}`]);
  });

  it("finds a row in another account, in another currency, and with another text", async () => {
    tamper("p1", { propertyId: named("barn") });
    tamper("p2", { currency: currencyOf("ZWL") ?? usd });
    tamper("p3", { notes: "paid twice" });
    const { told } = await runCheck(stage, instance);
    expect(told.filter((line) => !line.startsWith("balance"))).toEqual([
      `currency_mismatch ${rowId("p2")}`,
      `field_mismatch ${rowId("p3")}`,
      `wrong_account ${rowId("p1")}`,
    ]);
  });

  it("finds totals that are not the sums of their rows", async () => {
    const balance = { incomeMinor: 40_000n, expensesMinor: 0n, balanceMinor: 40_000n, rowCount: 4 };
    tamperHead("house", { balances: new Map([[usd, { ...balance, incomeMinor: 41_000n, expensesMinor: 1_000n }]]) });
    tamperHead("barn", {
      balances: new Map([[usd, { incomeMinor: 700n, expensesMinor: 0n, balanceMinor: 700n, rowCount: 2 }]]),
    });
    const { told } = await runCheck(stage, instance);
    expect(told).toEqual([`row_count_mismatch ${named("barn")}`, `totals_mismatch ${named("house")}`]);
  });

  it("finds a wrong owner, a head that is gone, and one whose property is", async () => {
    tamperHead("house", { ownerName: "Bob" });
    stage.accounting.store.accounts.delete(named("barn"));
    const head = stage.accounting.store.accounts.get(named("house"));
    if (head !== undefined)
      stage.accounting.store.accounts.set(named("mill"), { ...head, propertyId: named("mill"), balances: new Map() });
    const { told } = await runCheck(stage, instance);
    expect(told).toEqual([
      `missing_account ${named("barn")}`,
      `orphaned_account ${named("mill")}`,
      `owner_mismatch ${named("house")}`,
    ]);
  });

  it("finds a journal line that was altered, one that is gone, and a row that only the journal knows", async () => {
    const { store } = stage.accounting;
    const repair = await enterRepair();
    const [first, second] = [row("p1").journalSeq, row("p2").journalSeq];
    const index = store.journal.findIndex(({ seq }) => seq === first);
    const line = store.journal[index];
    if (line !== undefined) store.journal[index] = { ...line, after: { ...line.after, amountMinor: minorOf(1n) } };
    store.journal.splice(
      store.journal.findIndex(({ seq }) => seq === second),
      1,
    );
    store.rows.delete(repair.id);
    const { told } = await runCheck(stage, instance);
    expect(told).toEqual(
      [
        `balance_mismatch ${named("house")}`,
        `journal_mismatch ${second}`,
        `journal_mismatch ${repair.id}`,
        `journal_mismatch ${rowId("p1")}`,
        `journal_mismatch ${rowId("p2")}`,
      ].toSorted(),
    );
  });

  it("leaves what is gone from a polled source to the next sweep", async () => {
    await stage.inTime(instance.pipeline.stop());
    const { feed } = stage.source;
    const polling = { pollEveryMs: 1_000, sweepEveryMs: 60_000, sweptAt: null };
    const mode = () => ({ mode: "polling", polling }) as const;
    instance = await stage.live({}, { feed: { ...feed, mode } });
    const stray = incomeRowId(named("ghost"));
    stage.accounting.store.rows.set(stray, {
      ...row("b1"),
      id: stray,
      sourceId: named("ghost"),
      propertyId: named("mill"),
    });
    const { check, told } = await runCheck(stage, instance);
    expect(told.filter((text) => text.startsWith("phantom"))).toEqual([]);
    expect(check.unsettled).toBe(1);
  });

  it("finds an entry made by hand whose sign is wrong, and offers no fix", async () => {
    const repair = await enterRepair();
    stage.accounting.store.rows.set(repair.id, { ...repair, direction: 1 });
    const { findings } = await runCheck(stage, instance);
    const wrong = findings.find(({ rule }) => rule === "invalid_manual_entry");
    expect(wrong).toMatchObject({ key: repair.id, field: "direction", expected: "-1", found: "1", fix: null });
    expect(findings.map(({ rule }) => rule)).toContain("balance_mismatch");
  });

  it("tells of documents that cannot be projected, of owners who do not exist, of payments before their property, and of double ones", async () => {
    stage.putPayment("broken", { amount: "x" });
    stage.putProperty("loft", "nobody");
    stage.putPayment("early", { propertyId: "cellar" });
    stage.putPayment("d1", { tenantId: "tom", amount: 5 });
    stage.putPayment("d2", { tenantId: "tom", amount: 5 });
    await stage.passTime(60_000);
    const { check, told } = await runCheck(stage, instance);
    expect(told).toEqual([
      `orphaned_owner ${named("loft")}`,
      `possible_duplicate_payment ${named("d2")}`,
      `stub_account ${named("cellar")}`,
      `unprojectable_document ${named("broken")}`,
    ]);
    expect(isConsistent(check)).toBe(true);
  });

  it("takes no change on its way for a difference", async () => {
    const { between } = stage;
    let changes = 0;
    stage.between = async (point) => {
      await between(point);
      if (!point.startsWith("after source.read") || changes >= 40) return;
      changes += 1;
      stage.putPayment(`p${1 + (changes % 4)}`, { amount: 100 + changes });
      stage.putPayment(`new${changes}`, { amount: changes });
      stage.source.payments.delete(named(`new${changes - 3}`));
      stage.source.owners().put({ id: named("ann"), firstName: "Ann", lastName: `Moyo ${changes}` });
    };
    const { check, told } = await runCheck(stage, instance);
    expect(changes).toBeGreaterThan(5);
    expect(told).toEqual([]);
    expect(check.state).toBe("complete");
  });

  it("finds the same difference under a live load", async () => {
    tamper("p3", { amountMinor: minorOf(1n) });
    let changes = 0;
    stage.between = (point) => {
      if (point.startsWith("after source.read") && changes < 40) {
        changes += 1;
        stage.putPayment("p1", { amount: 100 + changes });
      }
      return Promise.resolve();
    };
    const { told } = await runCheck(stage, instance);
    expect(told).toContain(`amount_mismatch ${rowId("p3")}`);
    expect(told.filter((line) => line.includes(rowId("p1")))).toEqual([]);
  });

  it("says so when real time does not run, and waits for nothing then", async () => {
    await stage.inTime(instance.useCases.stopRealTime({ actor: "eve" }));
    stage.putPayment("p9", { amount: 9 });
    const { check, told } = await runCheck(stage, instance);
    expect(check.followsStream).toBe(false);
    expect(told).toEqual([`missing_transaction ${rowId("p9")}`]);
  });

  it("writes nothing to the ledger", async () => {
    tamper("p1", { amountMinor: minorOf(1n) });
    const { store } = stage.accounting;
    const before = JSON.stringify([[...store.rows], [...store.accounts], store.journal, store.checkpoint], textOf);
    await runCheck(stage, instance);
    expect(JSON.stringify([[...store.rows], [...store.accounts], store.journal, store.checkpoint], textOf)).toBe(
      before,
    );
  });

  it("remembers since when something critical is wrong", async () => {
    tamper("p1", { amountMinor: minorOf(1n) });
    const first = await runCheck(stage, instance);
    await stage.passTime(3_600_000);
    const second = await runCheck(stage, instance);
    expect(second.check.criticalSince).toBe(first.check.endedAt);
  });

  it("can be cancelled, and says that it is incomplete", async () => {
    await stage.until(() => instance.pipeline.requireTerm().checks.active() === null);
    const { checks } = instance.pipeline.requireTerm();
    slowAt("before scanner.sums");
    const run = await stage.inTime(checks.start({ trigger: "api", actor: "eve" }));
    await stage.inTime(instance.useCases.cancelRun({ actor: "eve" }, run.id), 120_000);
    expect(stage.accounting.store.checks.get(run.id)?.check.state).toBe("incomplete");
    expect(stage.accounting.store.runs.get(run.id)?.run.state).toBe("cancelled");
  });

  it("is refused while another runs", async () => {
    await stage.until(() => instance.pipeline.requireTerm().checks.active() === null);
    const { checks } = instance.pipeline.requireTerm();
    slowAt("before scanner.sums");
    await stage.inTime(checks.start({ trigger: "api", actor: "eve" }));
    const second = stage.inTime(checks.start({ trigger: "api", actor: "eve" }));
    await expect(second).rejects.toMatchObject({ code: "run_active" });
    await stage.until(() => checks.active() === null, 120_000);
  });
});

const textOf = (_: string, value: unknown): unknown => {
  if (typeof value === "bigint") return `${value}n`;
  return value instanceof Map ? [...value] : value;
};
