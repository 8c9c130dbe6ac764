import { beforeEach, describe, expect, it } from "vitest";
import { encodeId } from "../../../src/domain/ids.ts";
import type { SourceKeys } from "../../../src/domain/source/source-cut.ts";
import { documentKey } from "../../../src/domain/sync/failure.ts";
import { aPayment, type PaymentFields } from "../../support/arbitraries/payments.ts";
import { netRules } from "../../support/arbitraries/rules.ts";
import { createPureLedger, type PureLedger } from "../../support/pure-ledger.ts";
import { createTestSource, noKeys, type TestSource } from "../../support/test-source.ts";

const named = (value: string) => encodeId({ kind: "string", value });
const rent = named("rent");
const house = named("house");
const ada = named("ada");

describe("the failure of a malformed document", () => {
  let source: TestSource;
  let ledger: PureLedger;

  const put = (fields: Partial<PaymentFields> = {}): void => {
    source.tick();
    source.payments.set(rent, aPayment(rent, { propertyId: "house", ...fields }));
  };
  const hear = (keys: Partial<SourceKeys> = { payments: [rent] }) => ledger.reconcile({ ...noKeys, ...keys });
  const failure = () => ledger.failures.get(documentKey("payments", rent));

  beforeEach(() => {
    source = createTestSource();
    ledger = createPureLedger(source, netRules);
  });

  it("names the document, the field and the types, and holds nothing of its content", () => {
    put({ amount: "a secret amount" });
    hear();
    expect(failure()).toMatchObject({
      key: "payments/~srent",
      collection: "payments",
      documentId: rent,
      state: "open",
      code: "money_invalid",
      field: "amount",
      expected: "amount in major units",
      found: "string",
      attempts: 1,
      resolvedAt: null,
      asOf: source.now(),
    });
    expect(JSON.stringify({ ...failure(), asOf: null })).not.toContain("secret");
  });

  it("is one record however often it is met, with the newest reason and the first time", () => {
    put({ amount: "a lot" });
    hear();
    const first = failure();
    put({ currency: "usd" });
    hear();
    expect(failure()).toMatchObject({ code: "currency_unknown", field: "currency", attempts: 2 });
    expect(failure()?.firstSeenAt).toBe(first?.firstSeenAt);
    expect(failure()?.lastSeenAt).toBeGreaterThan(first?.lastSeenAt ?? 0);
    expect(ledger.failures.size).toBe(1);
  });

  for (const [end, heal] of [
    ["corrected", (): void => put()],
    ["no longer income", (): void => put({ amount: "a lot", status: "voided" })],
    ["deleted", (): void => void source.payments.delete(rent)],
  ] as const) {
    it(`closes by itself when the document is ${end}`, () => {
      put({ amount: "a lot" });
      hear();
      heal();
      hear();
      expect(failure()).toMatchObject({ state: "resolved", code: "money_invalid", attempts: 1 });
      expect(failure()?.resolvedAt).not.toBeNull();
    });
  }

  it("begins anew when the document fails again after it was corrected", () => {
    put({ amount: "a lot" });
    hear();
    hear();
    put();
    hear();
    put({ amount: "a lot" });
    hear();
    expect(failure()).toMatchObject({ state: "open", attempts: 1, resolvedAt: null });
  });

  it("is opened for any collection, and for what was only read besides", () => {
    source.properties.set(house, { kind: "undecodable", id: house, reason: "invalid UTF-8" });
    source.owners.set(ada, { id: ada, firstName: 7, lastName: undefined });
    put();
    hear({ payments: [rent], owners: [ada] });
    const open = [...ledger.failures.values()].map(({ key, code, field, found }) => [key, code, field, found]);
    expect(open).toEqual([
      ["properties/~shouse", "undecodable_document", "", "invalid UTF-8"],
      ["owners/~sada", "field_type_invalid", "firstName", "int"],
    ]);
  });

  it("does not keep the other keys of its unit from being applied", () => {
    const others = ["a", "b"].map(named);
    for (const id of others) source.payments.set(id, aPayment(id, { propertyId: "house" }));
    put({ amount: "a lot" });
    expect(hear({ payments: [rent, ...others] }).outcomes).toMatchObject({ applied: 2, failed: 1 });
  });
});
