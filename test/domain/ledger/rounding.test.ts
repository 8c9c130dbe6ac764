import { beforeEach, describe, expect, it } from "vitest";
import { encodeId } from "../../../src/domain/ids.ts";
import { addRoundings } from "../../../src/domain/ledger/rounding.ts";
import { aPayment, type PaymentFields } from "../../support/arbitraries/payments.ts";
import { currency, grossRules, netRules, usd } from "../../support/arbitraries/rules.ts";
import { createPureLedger, type PureLedger } from "../../support/pure-ledger.ts";
import { createTestSource, noKeys, type TestSource } from "../../support/test-source.ts";

const rent = encodeId({ kind: "string", value: "rent" });
const kwd = currency("KWD");

describe("what a unit adds to the rounding of the ledger", () => {
  let source: TestSource;
  let ledger: PureLedger;

  const plan = () => ledger.reconcile({ ...noKeys, payments: [rent] });
  const hear = (fields: Partial<PaymentFields>) => {
    source.tick();
    source.payments.set(rent, aPayment(rent, { propertyId: "house", ...fields }));
    return plan();
  };

  beforeEach(() => {
    source = createTestSource();
    ledger = createPureLedger(source, netRules);
  });

  it("is a row and its residual: 33.333 leaves 0.3 of a cent, an owner's share of 283.3305 leaves 0.05", () => {
    expect(hear({ amount: 33.333 }).rounding).toEqual([{ currency: usd, rows: 1, residualMicroMinor: 300_000n }]);
    const amended = hear({ amount: 333.33, ownerAmount: 283.3305 });
    expect(amended.rounding).toEqual([{ currency: usd, rows: 0, residualMicroMinor: -250_000n }]);
  });

  it("is nothing for an exact amount, for what is heard twice, and for a move to another account", () => {
    expect(hear({ amount: 100 }).rounding).toEqual([]);
    hear({ amount: 33.333 });
    expect(plan().rounding).toEqual([]);
    const moved = hear({ amount: 33.333, propertyId: "flat" });
    expect(moved.journal).toMatchObject([{ change: "amended", after: { propertyId: "~sflat" } }]);
    expect(moved.rounding).toEqual([]);
  });

  it("is taken away by a void, brought back by a restoration, and taken away by an amendment to an exact amount", () => {
    const whole = hear({ amount: 66.667 }).rounding;
    expect(whole).toEqual([{ currency: usd, rows: 1, residualMicroMinor: -300_000n }]);
    expect(hear({ amount: 66.667, status: "voided" }).rounding).toEqual([
      { currency: usd, rows: -1, residualMicroMinor: 300_000n },
    ]);
    expect(hear({ amount: 66.667 }).rounding).toEqual(whole);
    expect(hear({ amount: 66.67 }).rounding).toEqual([{ currency: usd, rows: -1, residualMicroMinor: 300_000n }]);
  });

  it("goes over from one currency to the other with its payment, by the decimals of each", () => {
    hear({ amount: 33.3333 });
    expect(hear({ amount: 33.3333, currency: "KWD" }).rounding).toEqual([
      { currency: kwd, rows: 1, residualMicroMinor: 300_000n },
      { currency: usd, rows: -1, residualMicroMinor: -330_000n },
    ]);
  });

  it("stays as it is while the payment cannot be projected, as its row does", () => {
    hear({ amount: 33.333 });
    expect(hear({ amount: "a lot" }).rounding).toEqual([]);
  });

  it("adds up to nothing, and then names no currency", () => {
    const one = [{ currency: usd, rows: 1, residualMicroMinor: 300_000n }];
    expect(addRoundings([], one)).toEqual(one);
    expect(addRoundings(one, [])).toBe(one);
    expect(addRoundings(one, [{ currency: usd, rows: -1, residualMicroMinor: -300_000n }])).toEqual([]);
  });
});

describe("the noise that a unit takes", () => {
  let source: TestSource;
  let ledger: PureLedger;

  const taken = (fields: Partial<PaymentFields>): number => {
    source.tick();
    source.payments.set(rent, aPayment(rent, { propertyId: "house", ...fields }));
    return ledger.reconcile({ ...noKeys, payments: [rent] }).noiseTaken;
  };

  beforeEach(() => {
    source = createTestSource();
    ledger = createPureLedger(source, netRules);
  });

  it("is counted when a row is posted, amended or restored, and neither unchanged nor voided", () => {
    const amount = 0.1 + 0.2;
    expect(taken({ amount })).toBe(1);
    expect(taken({ amount })).toBe(0);
    expect(taken({ amount, notes: "late" })).toBe(1);
    expect(taken({ amount, status: "voided" })).toBe(0);
    expect(taken({ amount })).toBe(1);
    expect(taken({ amount: 0.3 })).toBe(0);
  });

  it("is that of one payment, however many rows it has", () => {
    ledger.useRules(grossRules);
    expect(taken({ amount: 1.1 * 3, ownerAmount: 0.1 + 0.2 })).toBe(1);
    expect(ledger.rows.size).toBe(2);
  });

  it("is not taken anew when the fee goes and the income stays as it was", () => {
    ledger.useRules(grossRules);
    expect(taken({ amount: 1.1 * 3, ownerAmount: 0.3 })).toBe(1);
    expect(taken({ amount: 1.1 * 3 })).toBe(0);
  });

  it("is neither an exact amount nor a rounded one", () => {
    expect(taken({ amount: 100 })).toBe(0);
    expect(taken({ amount: 33.333 })).toBe(0);
  });
});
