import { describe, expect, it } from "vitest";
import { encodeId, incomeRowId } from "../../../src/domain/ids.ts";
import {
  type ComparedField,
  differingFields,
  directionOfType,
  type RowFacts,
  saysTheSame,
} from "../../../src/domain/ledger/row.ts";
import { minorOf } from "../../../src/domain/money/money.ts";
import { currency, usd } from "../../support/arbitraries/rules.ts";

const rent = encodeId({ kind: "string", value: "rent" });

const row: RowFacts = {
  id: incomeRowId(rent),
  propertyId: encodeId({ kind: "string", value: "house" }),
  companyId: null,
  type: "income",
  direction: 1,
  amountMinor: minorOf(10_000n),
  currency: usd,
  exponent: 2,
  occurredAt: 0,
  description: "Rental payment",
  category: "rental_income",
  referenceNumber: null,
  paymentMethod: null,
  recipientType: null,
  notes: null,
  processedBy: null,
  sourceId: rent,
  amountSource: null,
};

const others: Readonly<Record<ComparedField, Partial<RowFacts>>> = {
  amountMinor: { amountMinor: minorOf(10_001n) },
  propertyId: { propertyId: rent },
  currency: { currency: currency("ZWL") },
  occurredAt: { occurredAt: 1 },
  direction: { direction: -1 },
  type: { type: "expense" },
  description: { description: null },
  category: { category: "sale_income" },
  referenceNumber: { referenceNumber: "" },
  paymentMethod: { paymentMethod: "cash" },
  notes: { notes: "late" },
  processedBy: { processedBy: "clerk" },
  companyId: { companyId: rent },
  recipientType: { recipientType: "owner" },
  amountSource: { amountSource: "100.001" },
  exponent: { exponent: 3 },
};

describe("two states of a row", () => {
  it("say the same when all that is compared is the same", () => {
    expect(saysTheSame(row, { ...row })).toBe(true);
    expect(differingFields(row, { ...row })).toEqual([]);
  });

  for (const [field, other] of Object.entries(others)) {
    it(`differ in ${field}`, () => {
      expect(saysTheSame(row, { ...row, ...other })).toBe(false);
      expect(differingFields(row, { ...row, ...other })).toEqual([field]);
    });
  }

  it("name what differs in the order of weight, money first", () => {
    const after = { ...row, ...others.notes, ...others.amountMinor, ...others.propertyId };
    expect(differingFields(row, after)).toEqual(["amountMinor", "propertyId", "notes"]);
  });
});

describe("the sign of a row", () => {
  it("is that of its type: only income adds", () => {
    expect(directionOfType).toEqual({ income: 1, expense: -1, owner_payout: -1, repair: -1, maintenance: -1 });
  });
});
