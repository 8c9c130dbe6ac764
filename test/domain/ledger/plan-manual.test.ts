import { describe, expect, it } from "vitest";
import { createClusterTime } from "../../../src/domain/cluster-time.ts";
import { encodeId, incomeRowId } from "../../../src/domain/ids.ts";
import { type Account, stubFacts } from "../../../src/domain/ledger/account.ts";
import { balancesOf } from "../../../src/domain/ledger/balance.ts";
import { type ManualPlan, type ManualRequest, planManual } from "../../../src/domain/ledger/plan-manual.ts";
import type { LedgerRow } from "../../../src/domain/ledger/row.ts";
import { aManualRow } from "../../support/a-manual-row.ts";

const house = aManualRow.propertyId;
const rent = encodeId({ kind: "string", value: "rent" });
const asOf = createClusterTime(1_700_000_000, 7);

const account: Account = {
  ...stubFacts,
  propertyId: house,
  balances: new Map(),
  asOf,
  version: 3,
  createdAt: 1,
  updatedAt: 1,
};

const context = { at: 99, cause: { kind: "actor", actor: "eve" }, nextSeq: 12n } as const;
const enter: ManualRequest = { kind: "enter", facts: aManualRow };
const reverse: ManualRequest = {
  kind: "reverse",
  propertyId: house,
  rowId: aManualRow.id,
  reason: "typed twice",
  actor: "eve",
};

const planned = (plan: ManualPlan): Extract<ManualPlan, { kind: "manual" }> => {
  if (plan.kind === "refused") throw new Error(`refused: ${plan.refusal}`);
  return plan;
};
const entered = () => planned(planManual(enter, { row: null, account }, context));

describe("a manual entry", () => {
  it("is a posted row of its own origin, with its totals and its journal line", () => {
    const { row, isNew, account: head, journal } = entered();
    expect(isNew).toBe(true);
    expect(row).toEqual({
      ...aManualRow,
      status: "posted",
      origin: "manual",
      voidReason: null,
      voidedBy: null,
      asOf,
      journalSeq: 12n,
      postedAt: 99,
      updatedAt: 99,
    });
    expect(head).toEqual({ ...account, balances: balancesOf([row]), version: 4, updatedAt: 99 });
    expect(journal).toMatchObject({ seq: 12n, previousSeq: null, change: "posted", cause: context.cause });
  });

  it("may be made in any account there is, and in none that there is not", () => {
    for (const status of ["active", "stub", "archived"] as const)
      expect(planManual(enter, { row: null, account: { ...account, status } }, context).kind).toBe("manual");
    const refusal = { kind: "refused", refusal: "account_not_found", row: null };
    expect(planManual(enter, { row: null, account: null }, context)).toEqual(refusal);
  });

  it("is made once: the row that is there already is given back, void or not", () => {
    const { row } = entered();
    for (const present of [row, { ...row, status: "void" } as const]) {
      const refusal = { kind: "refused", refusal: "already_entered", row: present };
      expect(planManual(enter, { row: present, account }, context)).toEqual(refusal);
    }
  });
});

describe("the reversal of a manual entry", () => {
  const reversed = () => {
    const { row, account: head } = entered();
    return planned(planManual(reverse, { row, account: head }, { ...context, at: 100, nextSeq: 13n }));
  };

  it("makes the row void with reason and actor, and its account what it was", () => {
    const { row, isNew, account: head, journal } = reversed();
    expect(isNew).toBe(false);
    expect(row).toMatchObject({ status: "void", voidReason: "typed twice", voidedBy: "eve", postedAt: 99 });
    expect(head.balances.size).toBe(0);
    expect(journal).toMatchObject({ seq: 13n, previousSeq: 12n, change: "voided" });
    expect(journal.before).toEqual({ status: "posted", voidReason: null, voidedBy: null });
  });

  it("is made once", () => {
    const { row, account: head } = reversed();
    const refusal = { kind: "refused", refusal: "already_reversed", row };
    expect(planManual(reverse, { row, account: head }, context)).toEqual(refusal);
  });

  it("never touches a row of sync", () => {
    const row: LedgerRow = { ...entered().row, id: incomeRowId(rent), origin: "sync" };
    const request: ManualRequest = { ...reverse, rowId: row.id };
    expect(planManual(request, { row, account }, context)).toEqual({ kind: "refused", refusal: "not_manual", row });
  });

  it("finds no row where there is none, or where it is another account's", () => {
    const refusal = { kind: "refused", refusal: "row_not_found", row: null };
    const { row } = entered();
    expect(planManual(reverse, { row: null, account }, context)).toEqual(refusal);
    expect(planManual(reverse, { row, account: null }, context)).toEqual(refusal);
    expect(planManual({ ...reverse, propertyId: rent }, { row, account }, context)).toEqual(refusal);
  });
});
