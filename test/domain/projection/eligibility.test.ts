import { describe, expect, it } from "vitest";
import { projectPayment } from "../../../src/domain/projection/project-payment.ts";
import type { NotPostedReason } from "../../../src/domain/projection/projection.ts";
import type { PaymentDocument } from "../../../src/domain/source/payment.ts";
import { aPayment, type PaymentFields } from "../../support/arbitraries/payments.ts";
import { netRules } from "../../support/arbitraries/rules.ts";
import { anObjectId, valueOfKind } from "../../support/arbitraries/source-values.ts";

const project = (fields: Partial<PaymentFields>) => projectPayment(aPayment(anObjectId, fields), netRules);
const notPosted = (reason: NotPostedReason) => ({ kind: "not_posted", reason });

describe("a payment", () => {
  it("is income when it is completed and nothing speaks against it", () => {
    expect(project({}).kind).toBe("posted");
  });

  for (const status of ["pending", "failed", "reversed", "refunded", "voided", "Completed", "", undefined, null, 1]) {
    it(`is not posted while its status is ${JSON.stringify(status)}`, () => {
      expect(project({ status })).toEqual(notPosted("status_not_completed"));
    });
  }

  for (const [postingStatus, reason] of [
    ["reversed", "posting_reversed"],
    ["voided", "posting_voided"],
  ] as const) {
    it(`is not posted once its posting is ${postingStatus}`, () => {
      expect(project({ postingStatus })).toEqual(notPosted(reason));
    });
  }

  for (const postingStatus of ["draft", "posted", undefined, null, 3]) {
    it(`is income whatever else its posting status says, as ${JSON.stringify(postingStatus)}`, () => {
      expect(project({ postingStatus }).kind).toBe("posted");
    });
  }

  it("is not posted while it is provisional or in suspense", () => {
    expect(project({ isProvisional: true })).toEqual(notPosted("provisional"));
    expect(project({ isInSuspense: true })).toEqual(notPosted("in_suspense"));
    expect(project({ isProvisional: false, isInSuspense: null }).kind).toBe("posted");
  });

  it("is not posted when it is itself the reversal of another", () => {
    expect(project({ reversalOfPaymentId: valueOfKind.objectId })).toEqual(notPosted("reversal_row"));
    expect(project({ reversalOfPaymentId: null }).kind).toBe("posted");
  });

  it("is malformed when a flag is neither true nor false, since nothing says whether it is income", () => {
    for (const field of ["isProvisional", "isInSuspense"] as const) {
      const rejection = { kind: "rejected", code: "field_type_invalid", field, expected: "bool" };
      expect(project({ [field]: "yes" })).toEqual({ ...rejection, found: "string" });
      expect(project({ [field]: 1 })).toEqual({ ...rejection, found: "int" });
    }
  });
});

describe("the reason why a payment is not posted", () => {
  const ordered: readonly (readonly [Partial<PaymentDocument>, NotPostedReason])[] = [
    [{ status: "pending" }, "status_not_completed"],
    [{ postingStatus: "voided" }, "posting_voided"],
    [{ isProvisional: true }, "provisional"],
    [{ isInSuspense: true }, "in_suspense"],
    [{ reversalOfPaymentId: "x" }, "reversal_row"],
    [{ amount: 0 }, "zero_amount"],
  ];

  it("is the first one in the order in which they are asked for", () => {
    for (const [index, [, reason]] of ordered.entries()) {
      const fields = Object.assign({}, ...ordered.slice(index).map(([facts]) => facts));
      expect(project(fields)).toEqual(notPosted(reason));
    }
  });

  it("comes before anything about the document's other fields is asked", () => {
    const broken = { amount: "a lot", currency: 7, propertyId: undefined, paymentDate: "today", notes: true };
    for (const [fields, reason] of ordered.slice(0, -1)) {
      expect(project({ ...broken, ...fields })).toEqual(notPosted(reason));
    }
  });

  it("comes before a flag of a wrong type, too", () => {
    for (const fields of [{ status: "pending" }, { isInSuspense: true }, { reversalOfPaymentId: "x" }]) {
      expect(project({ isProvisional: "yes", ...fields }).kind).toBe("not_posted");
    }
  });
});
