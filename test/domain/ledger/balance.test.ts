import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  type Balances,
  balancesOf,
  baseCurrencyOf,
  type Contribution,
  createBalanceSheet,
  sameBalances,
} from "../../../src/domain/ledger/balance.ts";
import { currency, usd } from "../../support/arbitraries/rules.ts";
import { runs } from "../../support/runs.ts";

const [kwd, zwl] = [currency("KWD"), currency("ZWL")];

const rent: Contribution = { status: "posted", direction: 1, amountMinor: 10_000n, currency: usd };
const repair: Contribution = { status: "posted", direction: -1, amountMinor: 2_500n, currency: usd };
const foreign: Contribution = { ...rent, currency: zwl };

describe("the totals of rows", () => {
  it("are income, expenses and what is left, per currency", () => {
    expect(balancesOf([rent, repair, rent, foreign])).toEqual(
      new Map([
        [usd, { incomeMinor: 20_000n, expensesMinor: 2_500n, balanceMinor: 17_500n, rowCount: 3 }],
        [zwl, { incomeMinor: 10_000n, expensesMinor: 0n, balanceMinor: 10_000n, rowCount: 1 }],
      ]),
    );
  });

  it("may be below zero", () => {
    expect(balancesOf([repair]).get(usd)?.balanceMinor).toBe(-2_500n);
  });

  it("leave out what is void", () => {
    expect(balancesOf([{ ...rent, status: "void" }]).size).toBe(0);
  });

  it("keep a currency whose rows cancel out, and lose one without rows", () => {
    const sheet = createBalanceSheet(balancesOf([rent, { ...rent, direction: -1 }]));
    expect(sheet.balances().get(usd)).toMatchObject({ balanceMinor: 0n, rowCount: 2 });
    sheet.remove(rent);
    sheet.remove({ ...rent, direction: -1 });
    expect(sheet.balances().has(usd)).toBe(false);
  });

  it("do not change the totals they began with", () => {
    const start = balancesOf([rent]);
    const sheet = createBalanceSheet(start);
    sheet.add(repair);
    expect(start.get(usd)?.rowCount).toBe(1);
    expect(sheet.balances().get(usd)?.rowCount).toBe(2);
  });
});

const row: fc.Arbitrary<Contribution> = fc.record({
  status: fc.constantFrom("posted", "posted", "void"),
  direction: fc.constantFrom(1, -1),
  amountMinor: fc.bigInt(1n, 10n ** 15n - 1n),
  currency: fc.constantFrom(usd, zwl, kwd),
});

describe("the totals of any rows", () => {
  it("A1, A2: are, per currency, the sum of each sign, and the balance their difference", () => {
    fc.assert(
      fc.property(fc.array(row), (rows) => {
        const balances = balancesOf(rows);
        for (const code of [usd, zwl, kwd]) {
          const posted = rows.filter(({ status, currency: own }) => status === "posted" && own === code);
          const sum = (sign: 1 | -1): bigint =>
            posted
              .filter(({ direction }) => direction === sign)
              .reduce((total, { amountMinor }) => total + amountMinor, 0n);
          const expected = {
            incomeMinor: sum(1),
            expensesMinor: sum(-1),
            balanceMinor: sum(1) - sum(-1),
            rowCount: posted.length,
          };
          expect(balances.get(code)).toEqual(posted.length === 0 ? undefined : expected);
        }
      }),
      runs(10_000),
    );
  });

  it("do not depend on the order in which rows come and go", () => {
    fc.assert(
      fc.property(fc.array(row), fc.array(row), (stays, goes) => {
        const sheet = createBalanceSheet(balancesOf([...goes, ...stays]));
        for (const leaving of goes.toReversed()) sheet.remove(leaving);
        expect(sameBalances(sheet.balances(), balancesOf(stays.toReversed()))).toBe(true);
        expect(sheet.balances()).toEqual(balancesOf(stays));
      }),
      runs(10_000),
    );
  });

  it("are the same exactly when every figure is", () => {
    fc.assert(
      fc.property(fc.array(row, { maxLength: 4 }), fc.array(row, { maxLength: 4 }), (a, b) => {
        const [left, right] = [balancesOf(a), balancesOf(b)];
        const inWords = (balances: Balances) =>
          [...balances].map(([code, balance]) => `${code} ${Object.values(balance).join(" ")}`).sort();
        expect(sameBalances(left, right)).toBe(inWords(left).join() === inWords(right).join());
        expect(sameBalances(left, balancesOf(a))).toBe(true);
      }),
      runs(1_000),
    );
  });
});

describe("an account's main currency", () => {
  it("is the default while that has rows or nothing has", () => {
    expect(baseCurrencyOf(new Map(), usd)).toBe(usd);
    expect(baseCurrencyOf(balancesOf([foreign, rent]), usd)).toBe(usd);
  });

  it("is else the first by alphabet, in whatever order they came", () => {
    expect(baseCurrencyOf(balancesOf([foreign, { ...rent, currency: kwd }]), usd)).toBe(kwd);
  });
});
