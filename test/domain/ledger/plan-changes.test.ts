import { beforeEach, describe, expect, it } from "vitest";
import { encodeId, feeRowId, incomeRowId } from "../../../src/domain/ids.ts";
import { changesNothing } from "../../../src/domain/ledger/plan-changes.ts";
import { aManualRow } from "../../support/a-manual-row.ts";
import { aPayment, type PaymentFields } from "../../support/arbitraries/payments.ts";
import { grossRules, netRules, usd } from "../../support/arbitraries/rules.ts";
import { aDay } from "../../support/arbitraries/source-values.ts";
import { createPureLedger, type PureLedger } from "../../support/pure-ledger.ts";
import { createTestSource, noKeys, type TestSource } from "../../support/test-source.ts";

const named = (value: string) => encodeId({ kind: "string", value });
const [rent, house, flat] = [named("rent"), named("house"), named("flat")];

describe("the plan of a unit", () => {
  let source: TestSource;
  let ledger: PureLedger;

  const put = (fields: Partial<PaymentFields> = {}): void => {
    source.tick();
    source.payments.set(rent, aPayment(rent, { propertyId: "house", ...fields }));
  };
  const hear = () => ledger.reconcile({ ...noKeys, payments: [rent] }, { kind: "run", runId: "r1" });
  const balance = (property = house) => ledger.accounts.get(property)?.balances.get(usd);

  beforeEach(() => {
    source = createTestSource();
    ledger = createPureLedger(source, netRules);
  });

  it("posts a row, its head and a journal line for a payment that is new", () => {
    put();
    const plan = hear();
    expect(plan.rows.inserts).toMatchObject([
      {
        id: incomeRowId(rent),
        status: "posted",
        origin: "sync",
        voidReason: null,
        voidedBy: null,
        asOf: source.now(),
        journalSeq: 1n,
      },
    ]);
    expect(plan.rows.replacements).toEqual([]);
    expect(plan.accounts.inserts).toMatchObject([
      { propertyId: house, status: "stub", asOf: source.now(), version: 1, ownerKeys: [] },
    ]);
    expect(plan.journal).toMatchObject([
      { seq: 1n, previousSeq: null, change: "posted", before: null, cause: { kind: "run", runId: "r1" } },
    ]);
    expect(plan.outcomes).toEqual({ applied: 1, unchanged: 0, notPosted: 0, failed: 0 });
    expect(plan.changedKeys).toEqual(["payments/~srent"]);
  });

  it("tells of one payment's life: completed, edited, moved, voided, completed again, deleted", () => {
    const story: readonly (readonly [Partial<PaymentFields> | null, string, unknown, unknown])[] = [
      [{}, "posted", { incomeMinor: 10_000n }, undefined],
      [{ amount: 120 }, "amended", { incomeMinor: 12_000n }, undefined],
      [{ amount: 120, propertyId: "flat" }, "amended", undefined, { incomeMinor: 12_000n }],
      [{ amount: 120, propertyId: "flat", status: "voided" }, "voided", undefined, undefined],
      [{ amount: 120, propertyId: "flat" }, "restored", undefined, { incomeMinor: 12_000n }],
      [null, "voided", undefined, undefined],
    ];
    for (const [fields, change, atHouse, atFlat] of story) {
      if (fields === null) source.payments.delete(rent);
      else put(fields);
      expect(hear().journal.map((line) => line.change)).toEqual([change]);
      expect([balance(house), balance(flat)]).toMatchObject([atHouse, atFlat]);
    }
    expect(ledger.journal.map(({ seq }) => seq)).toEqual([1n, 2n, 3n, 4n, 5n, 6n]);
    expect(ledger.rows.size).toBe(1);
  });

  it("writes down what an amendment changed, before and after, and nothing else", () => {
    put({ notes: "late" });
    hear();
    put({ amount: 120, notes: "very late" });
    expect(hear().journal).toMatchObject([
      { before: { amountMinor: 10_000n, notes: "late" }, after: { amountMinor: 12_000n, notes: "very late" } },
    ]);
    expect(Object.keys(ledger.journal[1]?.after ?? {}).sort()).toEqual(["amountMinor", "notes"]);
  });

  it("says nothing of a payment that says the same again, whatever else the document holds now", () => {
    put();
    hear();
    put({ createdAt: { type: "date", ms: aDay } });
    const plan = hear();
    expect(changesNothing(plan)).toBe(true);
    expect(plan.outcomes).toMatchObject({ unchanged: 1 });
    expect(ledger.rows.get(incomeRowId(rent))?.journalSeq).toBe(1n);
  });

  it("says nothing of a payment that never was income", () => {
    put({ status: "pending" });
    expect(changesNothing(hear())).toBe(true);
    expect(hear().outcomes).toMatchObject({ notPosted: 1 });
    expect([ledger.rows.size, ledger.accounts.size]).toEqual([0, 0]);
  });

  it("leaves the row of a payment as it was while its document is malformed", () => {
    put();
    hear();
    const row = ledger.rows.get(incomeRowId(rent));
    put({ amount: "a lot" });
    const plan = hear();
    expect(plan.outcomes).toMatchObject({ failed: 1 });
    expect(plan.journal).toEqual([]);
    expect(ledger.rows.get(incomeRowId(rent))).toBe(row);
    expect(balance()).toMatchObject({ incomeMinor: 10_000n });
  });

  it("voids the fee row when fees are no longer posted, and restores it when they are again", () => {
    put({ ownerAmount: 85 });
    ledger.useRules(grossRules);
    hear();
    expect(balance()).toMatchObject({ incomeMinor: 10_000n, expensesMinor: 1_500n, balanceMinor: 8_500n });
    ledger.useRules(netRules);
    hear();
    expect(ledger.rows.get(feeRowId(rent))).toMatchObject({ status: "void", voidReason: "no_longer_projected" });
    expect(balance()).toMatchObject({ incomeMinor: 8_500n, expensesMinor: 0n, balanceMinor: 8_500n, rowCount: 1 });
    ledger.useRules(grossRules);
    expect(hear().journal.map(({ change }) => change)).toEqual(["amended", "restored"]);
    expect(balance()).toMatchObject({ balanceMinor: 8_500n, rowCount: 2 });
  });

  it("keeps an expense typed by an accountant when the payment beside it is deleted", () => {
    put();
    hear();
    const facts = aManualRow;
    ledger.manual({ kind: "enter", facts });
    const manual = ledger.rows.get(facts.id);
    source.payments.delete(rent);
    hear();
    expect(ledger.rows.get(facts.id)).toBe(manual);
    expect(balance()).toEqual({ incomeMinor: 0n, expensesMinor: 2_500n, balanceMinor: -2_500n, rowCount: 1 });
  });

  it("moves a payment's amount from currency to currency when it was in the wrong one", () => {
    put({ currency: "ZWL" });
    hear();
    put({ currency: "USD" });
    hear();
    expect([...(ledger.accounts.get(house)?.balances.keys() ?? [])]).toEqual(["USD"]);
  });

  it("settles several payments of one account in one head", () => {
    const ids = ["a", "b", "c"].map(named);
    for (const id of ids) source.payments.set(id, aPayment(id, { propertyId: "house" }));
    const plan = ledger.reconcile({ ...noKeys, payments: ids });
    expect(plan.accounts.inserts).toHaveLength(1);
    expect(balance()).toMatchObject({ incomeMinor: 30_000n, rowCount: 3 });
    expect(plan.journal.map(({ seq }) => seq)).toEqual([1n, 2n, 3n]);
  });
});
