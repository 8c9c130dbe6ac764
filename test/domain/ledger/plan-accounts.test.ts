import { beforeEach, describe, expect, it } from "vitest";
import { encodeId, type Id } from "../../../src/domain/ids.ts";
import { changedAccounts } from "../../../src/domain/ledger/plan-accounts.ts";
import { projectCut } from "../../../src/domain/projection/project-cut.ts";
import type { SourceKeys } from "../../../src/domain/source/source-cut.ts";
import type { SourceValue } from "../../../src/domain/source/source-value.ts";
import { aPayment } from "../../support/arbitraries/payments.ts";
import { netRules, usd } from "../../support/arbitraries/rules.ts";
import { createPureLedger, type PureLedger } from "../../support/pure-ledger.ts";
import { createTestSource, noKeys, type TestSource } from "../../support/test-source.ts";

const named = (value: string) => encodeId({ kind: "string", value });
const house = named("house");
const flat = named("flat");
const rent = named("rent");
const ada = named("ada");
const bob = named("bob");
const cy = named("cy");
const array: SourceValue = { type: "other", bsonType: "array" };

let source: TestSource;
let ledger: PureLedger;

type Owners = { readonly ownerId?: SourceValue; readonly propertyOwnerId?: SourceValue; readonly name?: SourceValue };

const putProperty = (id: Id, owners: Owners = {}): void => {
  const facts = { name: "Rose Court", address: "1 Rose Court", companyId: "acme" };
  source.properties.set(id, { ...facts, ownerId: undefined, propertyOwnerId: undefined, ...owners, id });
  source.tick();
};
const putOwner = (id: Id, firstName: SourceValue): void => {
  source.owners.set(id, { id, firstName, lastName: undefined });
  source.tick();
};
const putPayment = (propertyId = "house"): void => {
  source.payments.set(rent, aPayment(rent, { propertyId }));
  source.tick();
};
const hear = (keys: Partial<SourceKeys>) => ledger.reconcile({ ...noKeys, ...keys });
const head = (id = house) => ledger.accounts.get(id);
const totals = { incomeMinor: 10_000n, rowCount: 1 };

beforeEach(() => {
  source = createTestSource();
  ledger = createPureLedger(source, netRules);
});

describe("the head of a property", () => {
  it("says what the property and its owner say", () => {
    putProperty(house, { ownerId: "ada", propertyOwnerId: "bob" });
    putOwner(ada, "Ada");
    hear({ properties: [house] });
    expect(head()).toMatchObject({
      propertyId: house,
      propertyName: "Rose Court",
      propertyAddress: "1 Rose Court",
      companyId: named("acme"),
      ownerId: ada,
      ownerKeys: [ada, bob],
      ownerName: "Ada",
      status: "active",
      version: 1,
    });
    expect(head()?.balances.size).toBe(0);
  });

  it("is a stub when a payment comes before its property, and active with the same totals when that has come", () => {
    putPayment();
    hear({ payments: [rent] });
    expect(head()).toMatchObject({ status: "stub", propertyName: null, ownerKeys: [] });
    putProperty(house);
    expect(hear({ properties: [house] }).accounts.inserts).toEqual([]);
    expect(head()).toMatchObject({ status: "active", propertyName: "Rose Court", version: 2 });
    expect(head()?.balances.get(usd)).toMatchObject(totals);
  });

  it("is active at once when the payment's property is there but was not heard of yet, owner included", () => {
    putProperty(house, { ownerId: "ada" });
    putOwner(ada, "Ada");
    putPayment();
    hear({ payments: [rent] });
    expect(head()).toMatchObject({ status: "active", ownerName: "Ada" });
    expect(head()?.balances.get(usd)).toMatchObject(totals);
  });

  it("is archived when its property is deleted: rows, totals and names stay", () => {
    putProperty(house, { ownerId: "ada" });
    putOwner(ada, "Ada");
    putPayment();
    hear({ properties: [house], payments: [rent] });
    source.properties.delete(house);
    hear({ properties: [house] });
    expect(head()).toMatchObject({ status: "archived", propertyName: "Rose Court", ownerName: "Ada" });
    expect(head()?.balances.get(usd)).toMatchObject(totals);
    putProperty(house);
    hear({ properties: [house] });
    expect(head()).toMatchObject({ status: "active", ownerName: null });
  });

  it("is not made for a property that is gone and has no rows", () => {
    expect(hear({ properties: [house] }).outcomes).toMatchObject({ unchanged: 1 });
    expect(ledger.accounts.size).toBe(0);
  });

  it("stays a stub when its property turns out never to have been", () => {
    putPayment();
    hear({ payments: [rent] });
    expect(hear({ properties: [house] }).accounts.retold).toEqual([]);
    expect(head()?.status).toBe("stub");
  });

  it("stays as it was while its property is malformed", () => {
    putProperty(house, { name: "Rose Court" });
    hear({ properties: [house] });
    const before = head();
    putProperty(house, { name: array });
    expect(hear({ properties: [house] }).outcomes).toMatchObject({ failed: 1 });
    expect(head()).toBe(before);
  });

  it("is a stub for the rows of a property that always was malformed", () => {
    putProperty(house, { name: array });
    hear({ properties: [house] });
    expect(head()).toBeUndefined();
    putPayment();
    hear({ payments: [rent] });
    expect(head()).toMatchObject({ status: "stub" });
    expect(head()?.balances.get(usd)).toMatchObject(totals);
  });

  it("is written once for many changes and not at all for none", () => {
    putProperty(house);
    putPayment();
    hear({ properties: [house], payments: [rent] });
    expect(head()?.version).toBe(1);
    hear({ properties: [house], payments: [rent] });
    expect(head()?.version).toBe(1);
  });
});

describe("the heads of a plan", () => {
  const ids = (accounts: readonly { readonly propertyId: Id }[]) => accounts.map(({ propertyId }) => propertyId);

  it("are told apart: new ones, those that say something else, and those of which only the totals move", () => {
    putProperty(flat);
    hear({ properties: [flat] });
    putPayment("flat");
    putProperty(house);
    const plan = hear({ properties: [house, flat], payments: [rent] });
    const { inserts, retold, shifted } = plan.accounts;
    expect([inserts, retold, shifted].map(ids)).toEqual([[house], [], [flat]]);
    expect(ids(changedAccounts(plan.accounts))).toEqual([house, flat]);
  });

  it("that say something else carry their new totals as well", () => {
    putPayment();
    hear({ payments: [rent] });
    putProperty(house);
    source.payments.delete(rent);
    const { inserts, retold, shifted } = hear({ properties: [house], payments: [rent] }).accounts;
    expect([inserts, shifted]).toEqual([[], []]);
    expect(retold).toMatchObject([{ status: "active", balances: new Map() }]);
  });
});

describe("the owner of a head", () => {
  beforeEach(() => {
    putProperty(house, { ownerId: "ada", propertyOwnerId: "bob" });
    putOwner(ada, "Ada");
    hear({ properties: [house] });
  });

  it("is called anew when the owner is, in every head that names them", () => {
    putProperty(flat, { propertyOwnerId: "ada" });
    hear({ properties: [flat] });
    putOwner(ada, "Ada Lovelace");
    const plan = hear({ owners: [ada] });
    expect([head(house)?.ownerName, head(flat)?.ownerName]).toEqual(["Ada Lovelace", "Ada Lovelace"]);
    expect(plan.outcomes).toMatchObject({ applied: 1 });
    expect(plan.changedKeys).toEqual(["owners/~sada"]);
  });

  it("is the next candidate when the first is deleted, and the first again when it is back", () => {
    putOwner(bob, "Bob");
    source.owners.delete(ada);
    hear({ owners: [ada] });
    expect(head()).toMatchObject({ ownerId: bob, ownerName: "Bob" });
    putOwner(ada, "Ada");
    hear({ owners: [ada] });
    expect(head()).toMatchObject({ ownerId: ada, ownerName: "Ada" });
  });

  it("is the first candidate without a name when none of them exists", () => {
    source.owners.delete(ada);
    hear({ owners: [ada] });
    expect(head()).toMatchObject({ ownerId: ada, ownerName: null });
  });

  it("is never called by the previous owner's name", () => {
    putProperty(house, { ownerId: "bob" });
    hear({ properties: [house] });
    expect(head()).toMatchObject({ ownerId: bob, ownerName: null });
    putOwner(bob, array);
    hear({ owners: [bob] });
    expect(head()).toMatchObject({ ownerId: bob, ownerName: null });
  });

  it("keeps the known name while its document is malformed", () => {
    putOwner(ada, array);
    expect(hear({ owners: [ada] }).outcomes).toMatchObject({ failed: 1 });
    expect(head()).toMatchObject({ ownerId: ada, ownerName: "Ada" });
  });

  it("is the one that the property names now, however the two changes are reported", () => {
    putProperty(house, { ownerId: "bob" });
    putOwner(bob, "Bob");
    hear({ owners: [bob] });
    hear({ properties: [house] });
    expect(head()).toMatchObject({ ownerId: bob, ownerName: "Bob", ownerKeys: [bob] });
  });

  it("is called anew also where the property is gone, or malformed in the same unit", () => {
    putProperty(house, { name: array });
    putOwner(ada, "Ada Lovelace");
    hear({ properties: [house], owners: [ada] });
    expect(head()).toMatchObject({ status: "active", ownerName: "Ada Lovelace" });
    source.properties.delete(house);
    hear({ properties: [house] });
    putOwner(ada, "Ada King");
    hear({ owners: [ada] });
    expect(head()).toMatchObject({ status: "archived", ownerName: "Ada King" });
  });

  it("whom nobody names changes no head", () => {
    putOwner(cy, "Cy");
    const plan = hear({ owners: [cy] });
    expect(plan.outcomes).toMatchObject({ unchanged: 1 });
    expect(plan.accounts.retold).toEqual([]);
  });
});

describe("what a plan of heads asks for", () => {
  const ask = (keys: Partial<SourceKeys>) => {
    const asked = { ...noKeys, ...keys };
    return ledger.plan(projectCut(asked, source.read(asked), netRules), asked);
  };

  it("is the property of a row that has no head, or only a stub", () => {
    putPayment();
    expect(ask({ payments: [rent] })).toEqual({ kind: "incomplete", properties: [house], owners: [] });
    hear({ payments: [rent] });
    source.payments.delete(rent);
    expect(ask({ payments: [rent] })).toEqual({ kind: "incomplete", properties: [house], owners: [] });
  });

  it("is nothing for a row whose head is known", () => {
    putProperty(house, { ownerId: "ada" });
    hear({ properties: [house] });
    putPayment();
    expect(ask({ payments: [rent] }).kind).toBe("changes");
  });

  it("is nothing for a payment that has no row and gets none", () => {
    expect(ask({ payments: [rent] }).kind).toBe("changes");
  });

  it("is every owner that a property names", () => {
    putProperty(house, { ownerId: "ada", propertyOwnerId: "bob" });
    expect(ask({ properties: [house] })).toEqual({ kind: "incomplete", properties: [], owners: [ada, bob] });
  });

  it("is the other owner of a head whose first owner is gone", () => {
    putProperty(house, { ownerId: "ada", propertyOwnerId: "bob" });
    putOwner(ada, "Ada");
    hear({ properties: [house] });
    source.owners.delete(ada);
    expect(ask({ owners: [ada] })).toEqual({ kind: "incomplete", properties: [], owners: [bob] });
  });

  it("does not go from owner to owner through heads that share one: what was only read besides is no news", () => {
    putProperty(house, { ownerId: "ada", propertyOwnerId: "bob" });
    putProperty(flat, { ownerId: "bob", propertyOwnerId: "cy" });
    hear({ properties: [house, flat] });
    putPayment("flat");
    putProperty(house, { ownerId: "ada", propertyOwnerId: "bob", name: "Fern Lane" });
    const keys = { ...noKeys, properties: [house], payments: [rent] };
    const cut = projectCut({ ...keys, owners: [ada, bob] }, source.read({ ...keys, owners: [ada, bob] }), netRules);
    expect(ledger.plan(cut, keys).kind).toBe("changes");
  });
});
