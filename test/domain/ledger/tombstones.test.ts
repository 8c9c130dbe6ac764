import { beforeEach, describe, expect, it } from "vitest";
import { encodeId, incomeRowId } from "../../../src/domain/ids.ts";
import { aPayment, type PaymentFields } from "../../support/arbitraries/payments.ts";
import { netRules } from "../../support/arbitraries/rules.ts";
import { createPureLedger, type PureLedger } from "../../support/pure-ledger.ts";
import { createTestSource, noKeys, type TestSource } from "../../support/test-source.ts";

const rent = encodeId({ kind: "string", value: "rent" });
const house = encodeId({ kind: "string", value: "house" });
const flat = encodeId({ kind: "string", value: "flat" });

/** T1: a void row stays, so that older news finds it instead of a blank. */
describe("a row that was voided", () => {
  let source: TestSource;
  let ledger: PureLedger;

  const put = (fields: Partial<PaymentFields> = {}): void => {
    source.tick();
    source.payments.set(rent, aPayment(rent, { propertyId: "house", ...fields }));
  };
  const hear = () => ledger.reconcile({ ...noKeys, payments: [rent] });
  const row = () => ledger.rows.get(incomeRowId(rent));
  const balance = (property = house) => ledger.accounts.get(property)?.balances.get(netRules.defaultCurrency);

  beforeEach(() => {
    source = createTestSource();
    ledger = createPureLedger(source, netRules);
    put();
    hear();
  });

  it("is kept with the reason why, and no longer counts", () => {
    put({ status: "voided" });
    hear();
    expect(row()).toMatchObject({ status: "void", voidReason: "status_not_completed", amountMinor: 10_000n });
    expect(balance()).toBeUndefined();
  });

  it("stays void when the news of its first days comes again after its end", () => {
    source.payments.delete(rent);
    hear();
    const tombstone = row();
    for (let again = 0; again < 3; again += 1) expect(hear().outcomes).toMatchObject({ applied: 0, notPosted: 1 });
    expect(row()).toBe(tombstone);
    expect(tombstone).toMatchObject({ status: "void", voidReason: "deleted" });
  });

  it("stays void for the reason it was voided for, whatever else its payment becomes short of income", () => {
    put({ status: "refunded" });
    hear();
    put({ isInSuspense: true });
    expect(hear().outcomes.applied).toBe(0);
    expect(row()).toMatchObject({ voidReason: "status_not_completed" });
  });

  it("is restored under its own id, with its first day, when its payment is income again", () => {
    const first = row();
    put({ status: "voided" });
    hear();
    put({ amount: 120 });
    const { journal } = hear();
    expect(journal.map(({ change }) => change)).toEqual(["restored"]);
    expect(row()).toMatchObject({ status: "posted", amountMinor: 12_000n, voidReason: null, voidedBy: null });
    expect(row()?.postedAt).toBe(first?.postedAt);
    expect(ledger.rows.size).toBe(1);
    expect(balance()).toMatchObject({ incomeMinor: 12_000n, rowCount: 1 });
  });

  it("may be restored in another account, and counts there alone", () => {
    put({ status: "voided" });
    hear();
    put({ propertyId: "flat" });
    hear();
    expect(row()?.propertyId).toBe(flat);
    expect([balance(house), balance(flat)]).toMatchObject([undefined, { incomeMinor: 10_000n, rowCount: 1 }]);
  });

  it("is not revived by a document that has become malformed", () => {
    put({ status: "voided" });
    hear();
    put({ amount: "a lot" });
    expect(hear().outcomes).toMatchObject({ failed: 1, applied: 0 });
    expect(row()).toMatchObject({ status: "void" });
  });
});
