import { describe, expect, it } from "vitest";
import { feeRowId, incomeRowId } from "../../../src/domain/ids.ts";
import type { RowFacts } from "../../../src/domain/ledger/row.ts";
import { projectPayment } from "../../../src/domain/projection/project-payment.ts";
import type { ProjectionRules, Rejection } from "../../../src/domain/projection/projection.ts";
import { aPayment, type PaymentFields } from "../../support/arbitraries/payments.ts";
import { currency, grossRules, netRules } from "../../support/arbitraries/rules.ts";
import { aDay, anObjectId, valueOfKind } from "../../support/arbitraries/source-values.ts";

const project = (fields: Partial<PaymentFields>, rules: ProjectionRules = netRules) =>
  projectPayment(aPayment(anObjectId, fields), rules);

const rowsOf = (fields: Partial<PaymentFields>, rules?: ProjectionRules): readonly RowFacts[] => {
  const projection = project(fields, rules);
  return projection.kind === "posted" ? projection.rows : [];
};

const rowOf = (fields: Partial<PaymentFields>, rules?: ProjectionRules): RowFacts | undefined =>
  rowsOf(fields, rules)[0];

const rejection = (code: Rejection["code"], field: string, found: string) => ({ kind: "rejected", code, field, found });

describe("the row of a payment", () => {
  it("says what the payment says", () => {
    const fields = {
      companyId: "acme",
      amount: 1200,
      currency: "ZWL",
      paymentType: "sale",
      paymentMethod: "bank_transfer",
      referenceNumber: "R-17",
      notes: "deposit",
      processedBy: "clerk",
    };
    expect(rowsOf(fields)).toEqual([
      {
        id: incomeRowId(anObjectId),
        propertyId: anObjectId,
        companyId: "~sacme",
        type: "income",
        direction: 1,
        amountMinor: 120_000n,
        currency: "ZWL",
        exponent: 2,
        occurredAt: aDay,
        description: "Sale payment R-17",
        category: "sale_income",
        referenceNumber: "R-17",
        paymentMethod: "bank_transfer",
        recipientType: null,
        notes: "deposit",
        processedBy: "clerk",
        sourceId: anObjectId,
        amountSource: null,
      },
    ]);
  });

  it("has its category from the type of the payment, and is rent when there is none", () => {
    const categories = ["rental", "sale", "introduction", undefined, null].map((type) => rowOf({ paymentType: type }));
    expect(categories.map((row) => [row?.category, row?.description])).toEqual([
      ["rental_income", "Rental payment"],
      ["sale_income", "Sale payment"],
      ["introduction_income", "Introduction payment"],
      ["rental_income", "Rental payment"],
      ["rental_income", "Rental payment"],
    ]);
  });

  it("refuses a type that it does not know, also one that every object has", () => {
    for (const paymentType of ["gift", "constructor", "__proto__", ""]) {
      expect(project({ paymentType })).toMatchObject(rejection("field_type_invalid", "paymentType", "string"));
    }
  });
});

describe("the amount of a payment", () => {
  it("is the owner's share when there is one, and the whole otherwise", () => {
    expect(rowOf({ amount: 100, ownerAmount: 85 })?.amountMinor).toBe(8_500n);
    expect(rowOf({ amount: 100, ownerAmount: null })?.amountMinor).toBe(10_000n);
    expect(rowOf({ amount: 100 })?.amountMinor).toBe(10_000n);
  });

  it("is the owner's share also when that is 0, and then nothing is posted", () => {
    expect(project({ amount: 100, ownerAmount: 0 })).toEqual({ kind: "not_posted", reason: "zero_amount" });
    expect(project({ amount: 0 })).toEqual({ kind: "not_posted", reason: "zero_amount" });
    expect(project({ amount: 0, ownerAmount: 5 }).kind).toBe("posted");
  });

  it("does not depend on the whole when there is a share", () => {
    expect(rowOf({ amount: "a lot", ownerAmount: 85 })?.amountMinor).toBe(8_500n);
  });

  it("is not taken from the whole when the share is no amount", () => {
    const field = "commissionDetails.ownerAmount";
    expect(project({ ownerAmount: "85 USD" })).toMatchObject(rejection("money_invalid", field, "string"));
    expect(project({ ownerAmount: Number.NaN })).toMatchObject(rejection("money_invalid", field, "double"));
    expect(project({ ownerAmount: -1 })).toMatchObject(rejection("money_invalid", field, "int"));
    expect(project({ ownerAmount: true })).toMatchObject(rejection("money_invalid", field, "bool"));
  });

  it("must be there", () => {
    expect(project({ amount: undefined })).toMatchObject(rejection("money_invalid", "amount", "missing"));
    expect(project({ amount: null })).toMatchObject(rejection("money_invalid", "amount", "null"));
  });

  it("finer than the minor unit is rounded and keeps its source, or is refused, as the policy says", () => {
    expect(rowOf({ amount: 33.333 })).toMatchObject({ amountMinor: 3_333n, amountSource: "33.333" });
    expect(rowOf({ ownerAmount: 283.3305 })).toMatchObject({ amountMinor: 28_333n, amountSource: "283.3305" });
    const strict: ProjectionRules = { ...netRules, subMinor: "reject" };
    expect(project({ amount: 33.333 }, strict)).toMatchObject(rejection("money_sub_minor", "amount", "double"));
    expect(rowOf({ amount: 33.33 }, strict)).toMatchObject({ amountMinor: 3_333n, amountSource: null });
  });

  it("off by no more than arithmetic noise is the amount it was meant to be, and marked", () => {
    expect(project({ amount: 0.1 + 0.2 })).toMatchObject({
      noise: true,
      rows: [{ amountMinor: 30n, amountSource: null }],
    });
    expect(project({ amount: 0.3 })).toMatchObject({ noise: false });
  });

  it("that rounds to nothing is not posted", () => {
    expect(project({ amount: 0.005 })).toEqual({ kind: "not_posted", reason: "zero_amount" });
    expect(rowOf({ amount: 0.015 })?.amountMinor).toBe(2n);
  });

  it("is refused from 10^15 minor units on", () => {
    expect(rowOf({ amount: 9_999_999_999_999.99 })?.amountMinor).toBe(999_999_999_999_999n);
    expect(project({ amount: 1e13 })).toMatchObject(rejection("money_unsafe_magnitude", "amount", "double"));
    expect(project({ amount: 1e21 })).toMatchObject(rejection("money_unsafe_magnitude", "amount", "double"));
  });
});

describe("under the policy gross", () => {
  const gross = (fields: Partial<PaymentFields>) => rowsOf(fields, grossRules);

  it("the whole amount is income and what the agency keeps is an expense", () => {
    const fields = { amount: 100, ownerAmount: 85, referenceNumber: "R-17", currency: "ZWL", companyId: 9 };
    const [income, fee, ...others] = gross(fields);
    expect(others).toEqual([]);
    expect(income).toMatchObject({ id: incomeRowId(anObjectId), type: "income", direction: 1, amountMinor: 10_000n });
    expect(fee).toEqual({
      ...income,
      id: feeRowId(anObjectId),
      type: "expense",
      direction: -1,
      amountMinor: 1_500n,
      description: "Management fee R-17",
      category: "management_fee",
    });
  });

  it("there is no fee row where there is no fee", () => {
    expect(gross({ amount: 100 }).map((row) => row.type)).toEqual(["income"]);
    expect(gross({ amount: 100, ownerAmount: 100 }).map((row) => row.type)).toEqual(["income"]);
  });

  it("a payment of which the owner gets nothing is all fee", () => {
    expect(gross({ amount: 100, ownerAmount: 0 }).map((row) => row.amountMinor)).toEqual([10_000n, 10_000n]);
  });

  it("a payment of nothing is not posted", () => {
    expect(project({ amount: 0 }, grossRules)).toEqual({ kind: "not_posted", reason: "zero_amount" });
    expect(project({ amount: 0, ownerAmount: 0 }, grossRules)).toEqual({ kind: "not_posted", reason: "zero_amount" });
  });

  it("an owner's share above the whole is refused", () => {
    const fee = rejection("fee_negative", "commissionDetails.ownerAmount", "double");
    expect(project({ amount: 100, ownerAmount: 100.01 }, grossRules)).toMatchObject(fee);
  });

  it("the fee is counted in minor units, after both amounts were rounded", () => {
    const rows = gross({ amount: 333.33, ownerAmount: 283.3305 });
    expect(rows.map((row) => row.amountMinor)).toEqual([33_333n, 5_000n]);
    expect(gross({ amount: 0.3, ownerAmount: 0.1 }).map((row) => row.amountMinor)).toEqual([30n, 20n]);
  });

  it("both amounts must be amounts", () => {
    const share = { amount: 100, ownerAmount: "85 USD" };
    expect(project(share, grossRules)).toMatchObject({ field: "commissionDetails.ownerAmount" });
    expect(project({ amount: "100 USD", ownerAmount: 85 }, grossRules)).toMatchObject({ field: "amount" });
  });

  it("noise in either amount is marked", () => {
    expect(project({ amount: 0.1 + 0.2, ownerAmount: 0.1 }, grossRules)).toMatchObject({ noise: true });
    expect(project({ amount: 1, ownerAmount: 0.1 + 0.2 }, grossRules)).toMatchObject({ noise: true });
    expect(project({ amount: 1, ownerAmount: 0.1 }, grossRules)).toMatchObject({ noise: false });
  });
});

describe("the currency of a payment", () => {
  it("is the default where none is named", () => {
    const rules: ProjectionRules = { ...netRules, defaultCurrency: currency("KWD") };
    for (const code of [undefined, null]) {
      const facts = { currency: "KWD", exponent: 3, amountMinor: 100_000n };
      expect(rowOf({ currency: code }, rules)).toMatchObject(facts);
    }
  });

  it("has the exponent of ISO 4217, withdrawn codes included", () => {
    const exponents = ["USD", "ZWL", "ZWG", "JPY", "KWD"].map((code) => rowOf({ currency: code })?.exponent);
    expect(exponents).toEqual([2, 2, 2, 0, 3]);
  });

  it("must be a code of ISO 4217, as it is written there", () => {
    for (const code of ["usd", " USD", "US", "ABC", "", "toString"]) {
      expect(project({ currency: code })).toMatchObject(rejection("currency_unknown", "currency", "string"));
    }
    expect(project({ currency: 840 })).toMatchObject(rejection("currency_unknown", "currency", "int"));
  });
});

describe("the day of a payment", () => {
  it("is when it was paid, else when it was entered", () => {
    const createdAt = { type: "date", ms: aDay + 1 } as const;
    expect(rowOf({ createdAt })?.occurredAt).toBe(aDay);
    expect(rowOf({ paymentDate: undefined, createdAt })?.occurredAt).toBe(aDay + 1);
    expect(rowOf({ paymentDate: null, createdAt })?.occurredAt).toBe(aDay + 1);
  });

  it("may lie before 1970", () => {
    expect(rowOf({ paymentDate: { type: "date", ms: -86_400_000 } })?.occurredAt).toBe(-86_400_000);
  });

  it("is not taken from elsewhere when it is no date", () => {
    const createdAt = valueOfKind.date;
    const invalid = project({ paymentDate: valueOfKind.invalidDate, createdAt });
    expect(invalid).toMatchObject(rejection("date_invalid", "paymentDate", "date"));
    const text = project({ paymentDate: "2024-05-17", createdAt });
    expect(text).toMatchObject(rejection("field_type_invalid", "paymentDate", "string"));
  });

  it("must be known", () => {
    const nothing = { paymentDate: undefined, createdAt: undefined };
    expect(project(nothing)).toMatchObject(rejection("field_missing", "createdAt", "missing"));
  });

  it("is refused beyond what JavaScript's dates can show", () => {
    expect(rowOf({ paymentDate: { type: "date", ms: 8.64e15 } })?.occurredAt).toBe(8.64e15);
    for (const ms of [8.64e15 + 1, -8.64e15 - 1, 0.5, Number.POSITIVE_INFINITY]) {
      expect(project({ paymentDate: { type: "date", ms } })).toMatchObject({ code: "date_invalid" });
    }
  });
});

describe("the property of a payment", () => {
  it("may be named by an id, by the 24 hex digits of one, or by any text or number", () => {
    expect(rowOf({ propertyId: valueOfKind.objectId })?.propertyId).toBe(anObjectId);
    expect(rowOf({ propertyId: anObjectId.toUpperCase() })?.propertyId).toBe(anObjectId);
    expect(rowOf({ propertyId: "flat-7" })?.propertyId).toBe("~sflat-7");
    expect(rowOf({ propertyId: 7 })?.propertyId).toBe("~n7");
    expect(rowOf({ propertyId: 7n })?.propertyId).toBe("~n7");
    expect(rowOf({ propertyId: valueOfKind.uuid })?.propertyId).toBe("~x4:AAECAwQFBgcICQoLDA0ODw==");
  });

  it("must be named", () => {
    for (const [propertyId, found] of [
      [undefined, "missing"],
      [null, "null"],
      ["", "string"],
    ] as const) {
      expect(project({ propertyId })).toMatchObject(rejection("field_missing", "propertyId", found));
    }
  });

  it("is not named by a value that can refer to nothing", () => {
    expect(project({ propertyId: true })).toMatchObject(rejection("field_type_invalid", "propertyId", "bool"));
    expect(project({ propertyId: valueOfKind.date })).toMatchObject(
      rejection("field_type_invalid", "propertyId", "date"),
    );
  });

  it("need not belong to a company", () => {
    for (const companyId of [undefined, null, ""]) expect(rowOf({ companyId })?.companyId).toBeNull();
    const array = project({ companyId: valueOfKind.array });
    expect(array).toMatchObject(rejection("field_type_invalid", "companyId", "array"));
  });
});
