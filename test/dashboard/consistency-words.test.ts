import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { WireFixItem } from "../../src/contract/fix-plan.ts";
import { fieldWords } from "../../src/dashboard/pages/consistency/field-words.ts";
import { outcomeOf } from "../../src/dashboard/pages/consistency/outcome-of.ts";
import {
  everything,
  isSelected,
  nothing,
  onlyOf,
  type Selection,
  selectedCount,
  toggled,
} from "../../src/dashboard/pages/consistency/selection.ts";
import { differenceOf, shownValue } from "../../src/dashboard/pages/consistency/shown-value.ts";
import { accountsWithRowFixes, isSummedLater } from "../../src/dashboard/pages/consistency/summed-later.ts";
import { verdictOfCheck } from "../../src/dashboard/pages/consistency/verdict-of-check.ts";

describe("a value of a finding", () => {
  it.for([
    ["amount", "1200.00 USD", { kind: "money", amount: "1200.00", currency: "USD" }],
    ["amount", "-0.05 USD", { kind: "money", amount: "-0.05", currency: "USD" }],
    ["occurredAt", "1715940000000 ms since 1970", { kind: "time", at: 1_715_940_000_000 }],
    ["status", "missing", { kind: "none", word: "nothing" }],
    ["description", "", { kind: "none", word: "empty" }],
    ["status", "void (source_deleted)", { kind: "text", text: "void: source deleted" }],
    ["direction", "-1", { kind: "text", text: "− expense" }],
    ["description", "12 USD a day", { kind: "text", text: "12 USD a day" }],
  ] as const)("%s: %s", ([field, text, shown]) => expect(shownValue(field, text)).toEqual(shown));

  it.for([
    ["amount", "Amount"],
    ["balances.USD.income", "Income (USD)"],
    ["balances.USD.rowCount", "Row count (USD)"],
    ["referenceNumber", "Reference number"],
    ["", ""],
  ] as const)("stands in the field %s, called %s", ([field, words]) => expect(fieldWords(field)).toBe(words));

  it("differs from another by what is exactly between them, in one currency", () => {
    const usd = (amount: string) => shownValue("amount", `${amount} USD`);
    expect(differenceOf(usd("0.01"), usd("100.00"))).toBe("99.99");
    expect(differenceOf(usd("12345678901234567.90"), usd("0.00"))).toBe("-12345678901234567.90");
    expect(differenceOf(shownValue("amount", "5 JPY"), shownValue("amount", "7 JPY"))).toBe("2");
    expect(differenceOf(usd("1.00"), shownValue("amount", "1.00 EUR"))).toBeNull();
    expect(differenceOf(usd("1.00"), shownValue("status", "posted"))).toBeNull();
  });

  it("and the difference lead to the other, whatever the amounts", () => {
    const cents = fc.bigInt({ min: -(10n ** 20n), max: 10n ** 20n });
    const usd = (minor: bigint) => {
      const digits = String(minor < 0n ? -minor : minor).padStart(3, "0");
      return `${minor < 0n ? "-" : ""}${digits.slice(0, -2)}.${digits.slice(-2)}`;
    };
    const shown = (minor: bigint) => shownValue("amount", `${usd(minor)} USD`);
    fc.assert(
      fc.property(cents, cents, (a, b) => {
        expect(differenceOf(shown(a), shown(b))).toBe(usd(b - a));
      }),
    );
  });
});

describe("the choice of fixes", () => {
  it("is what was toggled, from everything or from nothing", () => {
    const items = 30;
    const toggles = fc.array(fc.integer({ min: 1, max: items }));
    fc.assert(
      fc.property(toggles, fc.constantFrom(everything, nothing), (numbers, start) => {
        const selection = numbers.reduce<Selection>(toggled, start);
        const wanted = Array.from({ length: items }, (_, index) => index + 1).filter(
          (number) => (numbers.filter((each) => each === number).length % 2 === 1) === (start === nothing),
        );
        expect(selectedCount(selection, items)).toBe(wanted.length);
        expect(onlyOf(selection, items) ?? wanted).toEqual(wanted);
        expect(onlyOf(selection, items) === undefined).toBe(wanted.length === items);
        expect(wanted.every((number) => isSelected(selection, number))).toBe(true);
      }),
    );
  });

  it("decides whether an account's sum is known before its rows are mended", () => {
    const change = {
      rule: "amount_mismatch",
      key: "k",
      field: "amount",
      before: "1.00 USD",
      after: "2.00 USD",
    } as const;
    const row: WireFixItem = {
      ...{ number: 1, fix: "amend", target: { kind: "payment", id: "p" }, propertyId: "a" },
      changes: [change, { ...change, rule: "wrong_account", field: "propertyId", before: "b", after: "a" }],
    };
    const totals = (id: string): WireFixItem => ({
      ...{ number: 2, fix: "recompute", target: { kind: "totals", id }, propertyId: id, changes: [] },
    });
    const mended = accountsWithRowFixes([row], everything);
    expect(["a", "b", "c"].map((id) => isSummedLater(totals(id), mended))).toEqual([true, true, false]);
    expect(isSummedLater(totals("a"), accountsWithRowFixes([row], toggled(everything, 1)))).toBe(false);
  });
});

describe("what came of a plan", () => {
  const counts = { read: 3, applied: 3, unchanged: 0, failed: 0 };
  const ended = (fields: object = {}, state: "succeeded" | "cancelled" | "failed" = "succeeded") => ({
    ...{ state, error: null, counts: { ...counts, ...fields } },
  });

  it("is clean only when everything chosen was applied and nothing was left", () => {
    expect(outcomeOf(ended(), 3)).toMatchObject({ severity: "success", title: "Verified again: clean" });
    expect(outcomeOf(ended({ failed: 2 }), 3).title).toBe("Verified again: 2 differences left");
    expect(outcomeOf(ended({ applied: 2, unchanged: 1 }), 3).severity).toBe("warning");
    expect(outcomeOf(ended({ applied: 0, unchanged: 3 }), 3).title).toBe("Nothing was changed");
    expect(outcomeOf(ended({}, "cancelled"), 3).title).toBe("Cancelled before its end");
    expect(outcomeOf({ ...ended({}, "failed"), error: { code: "internal", message: "why" } }, 3)).toMatchObject({
      severity: "error",
      lines: expect.arrayContaining(["why"]),
    });
  });

  it("says what was not chosen", () => {
    expect(outcomeOf(ended(), 5).lines.join(" ")).toContain("2 fixes not selected");
  });
});

describe("the verdict of a check", () => {
  it("is good only when everything was looked at", () => {
    const told = (state: "running" | "complete" | "incomplete", findings: number, isConsistent: boolean | null) =>
      verdictOfCheck({ state, findings, isConsistent }).word;
    expect(told("complete", 0, true)).toBe("Clean");
    expect(told("complete", 2, true)).toBe("Consistent, 2 notes");
    expect(told("complete", 2, false)).toBe("2 differences");
    expect(told("incomplete", 0, null)).toBe("Not finished");
    expect(told("running", 0, null)).toBe("Running");
  });
});
