import { describe, expect, it } from "vitest";
import { projectPayment } from "../../../src/domain/projection/project-payment.ts";
import { bsonTypeOf } from "../../../src/domain/source/source-value.ts";
import { aPayment, type PaymentField, type PaymentFields } from "../../support/arbitraries/payments.ts";
import { grossRules, netRules } from "../../support/arbitraries/rules.ts";
import { anObjectId, type ValueKind, valueKinds, valueOfKind } from "../../support/arbitraries/source-values.ts";

/** What becomes of a sound payment when one field holds a value of this kind: a code is a rejection that names the field. */
type Fate = "posted" | "not_posted" | string;

const isOneOf = (kind: ValueKind, ...kinds: readonly ValueKind[]): boolean => kinds.includes(kind);

const nothing: readonly ValueKind[] = ["missing", "null"];
const noReference: readonly ValueKind[] = [...nothing, "empty"];
const numbers: readonly ValueKind[] = ["zero", "int", "double", "negative", "notANumber", "infinite", "long"];
const names: readonly ValueKind[] = [...numbers, "text", "numericText", "hexText", "objectId", "uuid"];

const textFate = (kind: ValueKind): Fate => (isOneOf(kind, ...noReference, ...names) ? "posted" : "field_type_invalid");

const amountFate = (kind: ValueKind): Fate => {
  if (kind === "zero") return "not_posted";
  if (kind === "long") return "money_unsafe_magnitude";
  return isOneOf(kind, "int", "double", "numericText", "decimal") ? "posted" : "money_invalid";
};

const flagFate = (kind: ValueKind): Fate => {
  if (kind === "true") return "not_posted";
  return isOneOf(kind, ...nothing, "false") ? "posted" : "field_type_invalid";
};

const dateFate = (kind: ValueKind): Fate => {
  if (kind === "date") return "posted";
  return kind === "invalidDate" ? "date_invalid" : "field_type_invalid";
};

const fateOf: Readonly<Record<PaymentField, (kind: ValueKind) => Fate>> = {
  status: () => "not_posted",
  postingStatus: () => "posted",
  isProvisional: flagFate,
  isInSuspense: flagFate,
  reversalOfPaymentId: (kind) => (isOneOf(kind, ...nothing, "empty") ? "posted" : "not_posted"),
  propertyId: (kind) => {
    if (isOneOf(kind, ...noReference)) return "field_missing";
    return isOneOf(kind, ...names) ? "posted" : "field_type_invalid";
  },
  companyId: textFate,
  amount: amountFate,
  ownerAmount: (kind) => (isOneOf(kind, ...nothing) ? "posted" : amountFate(kind)),
  currency: (kind) => (isOneOf(kind, ...nothing) ? "posted" : "currency_unknown"),
  paymentType: (kind) => (isOneOf(kind, ...nothing) ? "posted" : "field_type_invalid"),
  paymentDate: (kind) => (isOneOf(kind, ...nothing) ? "posted" : dateFate(kind)),
  createdAt: (kind) => (isOneOf(kind, ...nothing) ? "field_missing" : dateFate(kind)),
  paymentMethod: textFate,
  referenceNumber: textFate,
  notes: textFate,
  processedBy: textFate,
};

/** The field as it is named in the source. */
const pathOf = (field: PaymentField): string => (field === "ownerAmount" ? "commissionDetails.ownerAmount" : field);

/** So that the field in question is the one that is asked. */
const baseOf = (field: PaymentField): Partial<PaymentFields> =>
  field === "createdAt" ? { paymentDate: undefined } : { createdAt: valueOfKind.date };

// Safe: the keys of the table above.
const fields = Object.keys(fateOf) as readonly PaymentField[];

describe("a payment of which one field is of a given kind", () => {
  for (const field of fields) {
    for (const kind of valueKinds) {
      const fate = fateOf[field](kind);
      it(`${pathOf(field)} ${kind}: ${fate}`, () => {
        const value = valueOfKind[kind];
        const projection = projectPayment(aPayment(anObjectId, { ...baseOf(field), [field]: value }), netRules);
        if (fate === "posted" || fate === "not_posted") return expect(projection.kind).toBe(fate);
        const found = bsonTypeOf(value);
        expect(projection).toMatchObject({ kind: "rejected", code: fate, field: pathOf(field), found });
      });
    }
  }

  it("is judged the same under gross, but for the share: that may be nothing, and not above the whole", () => {
    for (const field of fields) {
      for (const kind of valueKinds) {
        const payment = aPayment(anObjectId, { ...baseOf(field), [field]: valueOfKind[kind] });
        const isNoShare = field === "ownerAmount" && kind === "zero";
        const projection = projectPayment(payment, grossRules);
        if (isNoShare) expect(projection.kind).toBe("posted");
        else expect(kindOf(projection)).toEqual(kindOf(projectPayment(payment, netRules)));
      }
    }
  });
});

const kindOf = (projection: ReturnType<typeof projectPayment>) =>
  projection.kind === "posted" ? { kind: projection.kind } : projection;
