import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cutText, notesLengthMax, textLengthMax, textOf } from "../../../src/domain/projection/fields.ts";
import { projectPayment } from "../../../src/domain/projection/project-payment.ts";
import { aPayment, type PaymentFields } from "../../support/arbitraries/payments.ts";
import { netRules } from "../../support/arbitraries/rules.ts";
import { anObjectId, valueOfKind } from "../../support/arbitraries/source-values.ts";
import { runs } from "../../support/runs.ts";

const parsed = (value: string | null) => ({ kind: "parsed", value });

describe("a descriptive text", () => {
  it("is nothing when it is missing, null or empty", () => {
    for (const value of [undefined, null, ""]) expect(textOf(value, "notes")).toEqual(parsed(null));
  });

  it("may be a number or an id, and is written out then", () => {
    expect(textOf(20_240_517, "notes")).toEqual(parsed("20240517"));
    expect(textOf(12.5, "notes")).toEqual(parsed("12.5"));
    expect(textOf(2n ** 60n, "notes")).toEqual(parsed("1152921504606846976"));
    expect(textOf(valueOfKind.objectId, "notes")).toEqual(parsed(anObjectId));
    expect(textOf(valueOfKind.uuid, "notes")).toEqual(parsed("~x4:AAECAwQFBgcICQoLDA0ODw=="));
  });

  it("of any other type makes the document malformed, and the field is named", () => {
    for (const [value, found] of [
      [true, "bool"],
      [valueOfKind.date, "date"],
      [valueOfKind.decimal, "decimal"],
      [valueOfKind.object, "object"],
    ] as const) {
      const rejection = { kind: "rejected", code: "field_type_invalid", field: "notes", expected: "string", found };
      expect(textOf(value, "notes")).toEqual(rejection);
    }
  });

  it("is kept up to its limit and cut beyond it", () => {
    expect(cutText("abcde", 5)).toBe("abcde");
    expect(cutText("abcdef", 5)).toBe("abcd…");
  });

  it("is never cut within a character", () => {
    expect(cutText("abc😀", 5)).toBe("abc😀");
    expect(cutText("abc😀z", 5)).toBe("abc…");
    expect(cutText("ab😀zz", 5)).toBe("ab😀…");
    expect(cutText("😀😀😀", 5)).toBe("😀😀…");
    expect(cutText("😀😀😀😀", 6)).toBe("😀😀…");
  });

  it("however it is cut is a beginning of the source's, whole to the last character", () => {
    const text = fc.string({ unit: "binary", maxLength: 40 });
    fc.assert(
      fc.property(text, fc.integer({ min: 2, max: 40 }), (source, lengthMax) => {
        const cut = cutText(source, lengthMax);
        expect(cut.length).toBeLessThanOrEqual(lengthMax);
        fc.pre(source.length > lengthMax || cut !== source);
        expect(source.length).toBeGreaterThan(lengthMax);
        expect(source.startsWith(cut.slice(0, -1))).toBe(true);
        expect(cut.endsWith("…")).toBe(true);
        expect(cut.length).toBeGreaterThanOrEqual(lengthMax - 1);
        if (source.isWellFormed()) expect(cut.isWellFormed()).toBe(true);
      }),
      runs(1_000),
    );
  });
});

describe("the texts of a payment", () => {
  const rowOf = (fields: Partial<PaymentFields>) => {
    const projection = projectPayment(aPayment(anObjectId, fields), netRules);
    return projection.kind === "posted" ? projection.rows[0] : undefined;
  };

  for (const [field, lengthMax] of [
    ["paymentMethod", textLengthMax],
    ["referenceNumber", textLengthMax],
    ["processedBy", textLengthMax],
    ["notes", notesLengthMax],
  ] as const) {
    it(`${field}: at most ${lengthMax} code units`, () => {
      expect(rowOf({ [field]: "x".repeat(lengthMax) })?.[field]).toBe("x".repeat(lengthMax));
      expect(rowOf({ [field]: "x".repeat(lengthMax + 1) })?.[field]).toBe(`${"x".repeat(lengthMax - 1)}…`);
    });
  }
});
