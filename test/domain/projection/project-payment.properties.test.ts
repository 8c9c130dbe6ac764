import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { feeRowId, incomeRowId } from "../../../src/domain/ids.ts";
import type { RowFacts } from "../../../src/domain/ledger/row.ts";
import { parseAmount } from "../../../src/domain/money/parse-amount.ts";
import { projectPayment } from "../../../src/domain/projection/project-payment.ts";
import type { Projection } from "../../../src/domain/projection/projection.ts";
import { awkwardPayment, paymentFields, sharedPayment, wildPayment } from "../../support/arbitraries/payments.ts";
import { anyRules } from "../../support/arbitraries/rules.ts";
import { anySourceValue } from "../../support/arbitraries/source-values.ts";
import { runs } from "../../support/runs.ts";

const paths: ReadonlySet<string> = new Set([...paymentFields, "commissionDetails.ownerAmount"]);

const rowsOf = (projection: Projection): readonly RowFacts[] => (projection.kind === "posted" ? projection.rows : []);
const balanceOf = (projection: Projection): bigint =>
  rowsOf(projection).reduce((sum, row) => sum + BigInt(row.direction) * row.amountMinor, 0n);

describe("any payment", () => {
  it("is posted, not posted or rejected for one named field, and never makes the projection throw", () => {
    fc.assert(
      fc.property(wildPayment, anyRules, (payment, rules) => {
        const projection = projectPayment(payment, rules);
        if (projection.kind === "rejected") expect(paths.has(projection.field)).toBe(true);
        else expect(["posted", "not_posted"]).toContain(projection.kind);
      }),
      runs(10_000),
    );
  });

  it("with one field of any value is rejected for that field or not at all", () => {
    const field = fc.constantFrom(...paymentFields);
    fc.assert(
      fc.property(awkwardPayment, field, anySourceValue, anyRules, (payment, name, value, rules) => {
        fc.pre(projectPayment(payment, rules).kind === "posted");
        const projection = projectPayment({ ...payment, [name]: value }, rules);
        if (projection.kind !== "rejected") return;
        const isItself = projection.field === name || projection.field === `commissionDetails.${name}`;
        const isItsDate = name === "paymentDate" && projection.field === "createdAt";
        const isItsScale = name === "currency" && projection.code.startsWith("money_");
        const isAboveWhole = name === "amount" && projection.code === "fee_negative";
        // Without an owner's share the whole amount counts, which the net policy had not looked at.
        const isItsStandIn = name === "ownerAmount" && projection.field === "amount";
        expect(isItself || isItsDate || isItsScale || isAboveWhole || isItsStandIn, JSON.stringify(projection)).toBe(
          true,
        );
      }),
      runs(1_000),
    );
  });

  it("A3, U1: posts amounts above zero only, income with +1 and a fee with −1, each under its own id, in one account", () => {
    fc.assert(
      fc.property(wildPayment, anyRules, (payment, rules) => {
        const rows = rowsOf(projectPayment(payment, rules));
        const shapes = rows.map(({ id, type, direction }) => ({ id, type, direction }));
        const income = { id: incomeRowId(payment.id), type: "income", direction: 1 };
        const fee = { id: feeRowId(payment.id), type: "expense", direction: -1 };
        expect([[], [income], [income, fee]]).toContainEqual(shapes);
        for (const row of rows) expect(row.amountMinor > 0n && row.amountMinor < 10n ** 15n).toBe(true);
        expect(new Set(rows.map((row) => `${row.propertyId} ${row.currency}`)).size).toBeLessThanOrEqual(1);
      }),
      runs(10_000),
    );
  });

  it("has the same balance gross as net, unless its two amounts contradict each other", () => {
    fc.assert(
      fc.property(fc.oneof(wildPayment, sharedPayment), anyRules, (payment, rules) => {
        const net = projectPayment(payment, { ...rules, postingPolicy: "net" });
        const gross = projectPayment(payment, { ...rules, postingPolicy: "gross" });
        if (gross.kind === "rejected") return;
        expect(net.kind).not.toBe("rejected");
        expect(balanceOf(gross)).toBe(balanceOf(net));
      }),
      runs(10_000),
    );
  });

  it("C3: posts, net, exactly the amount that the payment states", () => {
    fc.assert(
      fc.property(awkwardPayment, anyRules, (payment, rules) => {
        const [row] = rowsOf(projectPayment(payment, { ...rules, postingPolicy: "net" }));
        if (row === undefined) return;
        const stated = parseAmount(payment.ownerAmount ?? payment.amount, row.exponent, rules.subMinor);
        expect(stated).toMatchObject({ amountMinor: row.amountMinor });
      }),
      runs(10_000),
    );
  });

  it("is judged by its present state alone: the same document says the same again", () => {
    fc.assert(
      fc.property(wildPayment, anyRules, (payment, rules) => {
        expect(projectPayment({ ...payment }, rules)).toEqual(projectPayment(payment, rules));
      }),
      runs(1_000),
    );
  });

  it("that is not income is never rejected, whatever else it holds", () => {
    const reasons = fc.constantFrom(
      { status: "pending" },
      { status: undefined },
      { postingStatus: "voided" },
      { postingStatus: "reversed" },
      { isProvisional: true },
      { isInSuspense: true },
      { reversalOfPaymentId: "p" },
    );
    fc.assert(
      fc.property(wildPayment, reasons, anyRules, (payment, reason, rules) => {
        expect(projectPayment({ ...payment, ...reason }, rules).kind).toBe("not_posted");
      }),
      runs(1_000),
    );
  });
});
