import { describe, expect, it } from "vitest";
import { encodeId } from "../../../src/domain/ids.ts";
import { type AccountFacts, sameAccountFacts } from "../../../src/domain/ledger/account.ts";

const ada = encodeId({ kind: "string", value: "ada" });
const bob = encodeId({ kind: "string", value: "bob" });

const facts: AccountFacts = {
  companyId: null,
  propertyName: "Rose Court",
  propertyAddress: null,
  ownerId: ada,
  ownerKeys: [ada, bob],
  ownerName: "Ada",
  status: "active",
};

const others: Readonly<Record<keyof AccountFacts, Partial<AccountFacts>>> = {
  companyId: { companyId: ada },
  propertyName: { propertyName: null },
  propertyAddress: { propertyAddress: "" },
  ownerId: { ownerId: bob },
  ownerKeys: { ownerKeys: [bob, ada] },
  ownerName: { ownerName: "Bob" },
  status: { status: "archived" },
};

describe("two states of a head", () => {
  it("say the same when everything but totals and stamps is the same", () => {
    expect(sameAccountFacts(facts, { ...facts, ownerKeys: [ada, bob] })).toBe(true);
  });

  for (const [field, other] of Object.entries(others)) {
    it(`differ in ${field}`, () => {
      expect(sameAccountFacts(facts, { ...facts, ...other })).toBe(false);
    });
  }

  it("differ when one names more owners than the other", () => {
    expect(sameAccountFacts(facts, { ...facts, ownerKeys: [ada] })).toBe(false);
    expect(sameAccountFacts({ ...facts, ownerKeys: [ada] }, facts)).toBe(false);
  });
});
