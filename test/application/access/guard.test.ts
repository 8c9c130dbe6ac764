import { describe, expect, it } from "vitest";
import { guard } from "../../../src/application/access/guard.ts";
import { permissionOf, type UseCaseName, useCaseNames } from "../../../src/application/access/permissions.ts";
import type { Identity } from "../../../src/application/use-cases.ts";
import { type Permission, type Role, roles } from "../../../src/domain/access/role.ts";
import { encodeId } from "../../../src/domain/ids.ts";
import { fakeUseCases } from "../../support/fake-use-cases.ts";
import { propertyId, sampleAccount } from "../../support/http-samples.ts";

const identity = (...given: Role[]): Identity => ({ actor: "ann", roles: given, companyId: null });
const all = fakeUseCases();
const names = [...useCaseNames] as UseCaseName[];
/** Enough for every use case: the guard looks at the name, and at whether a check is to be fresh. */
const args = ["r1", { fresh: false }, new AbortController().signal] as never[];

const permitted: Readonly<Record<Role, readonly Permission[]>> = {
  viewer: ["read"],
  operator: ["read", "operate"],
  accountant: ["read", "enter"],
  admin: ["read", "operate", "enter", "administer"],
};

const ask = async (name: UseCaseName, as: Identity): Promise<unknown> => {
  const act = guard(all, as)[name] as (...args: never[]) => unknown;
  return (await act(...args)) ?? "done";
};

describe("the guard", () => {
  it("has a permission for every use case", () => {
    const asked = Object.entries(all).flatMap(([name, member]) => (typeof member === "function" ? name : []));

    expect([...names].sort()).toEqual(asked.sort());
  });

  it.for(roles.flatMap((role) => names.map((name) => [role, name] as const)))(
    "lets %s do what belongs to it: %s",
    async ([role, name]) => {
      const asking = ask(name, identity(role));

      if (permitted[role].includes(permissionOf(name, args))) await expect(asking).resolves.toBeDefined();
      else await expect(asking).rejects.toMatchObject({ code: "forbidden" });
    },
  );

  it("refuses everything to somebody without a role", async () => {
    for (const name of names) await expect(ask(name, identity())).rejects.toMatchObject({ code: "forbidden" });
  });

  it("lets a viewer read the report, and only an operator ask for a new check", () => {
    const asked = (fresh: boolean) => permissionOf("consistency", ["ann", { fresh }, null] as never[]);

    expect([asked(false), asked(true)]).toEqual(["read", "operate"]);
  });

  it("adds up the roles of somebody who has two", async () => {
    const both = identity("operator", "accountant");

    await expect(ask("cancelRun", both)).resolves.toBeDefined();
    await expect(ask("enterTransaction", both)).resolves.toBeDefined();
  });
});

describe("a caller of one company", () => {
  const acme = encodeId({ kind: "string", value: "acme" });
  const other = encodeId({ kind: "string", value: "other" });
  const page = { limit: 10, cursor: null };
  const of = (companyId: Identity["companyId"], replaced = {}) =>
    guard(fakeUseCases(replaced), { actor: "ann", roles: ["admin"], companyId });
  const anything = { search: null, status: null, ownerId: null, companyId: null };

  it("finds its own properties and no others", async () => {
    await expect(of(acme).account(propertyId)).resolves.toEqual(sampleAccount);
    for (const asked of [
      of(other).account(propertyId),
      of(other).transactions(propertyId, allRows, page),
      of(other).enterTransaction({ actor: "ann" }, entry),
      of(other).reverseTransaction({ actor: "ann" }, { propertyId, rowId, reason: "typo" }),
    ])
      await expect(asked).rejects.toMatchObject({ code: "not_found" });
  });

  it("lists accounts of its company, whatever it asks for", async () => {
    const filters: unknown[] = [];
    const accounts = (filter: unknown) => {
      filters.push(filter);
      return Promise.resolve({ items: [], next: null });
    };
    await of(acme, { accounts }).accounts({ ...anything, companyId: other }, page);

    expect(filters).toEqual([{ ...anything, companyId: acme }]);
  });

  it("enters into its own accounts", async () => {
    await expect(of(acme).enterTransaction({ actor: "ann" }, entry)).resolves.toMatchObject({ replayed: false });
  });

  it("is refused what concerns every company", async () => {
    for (const name of ["startFullSync", "runs", "stats", "cancelRun"] as const)
      await expect(async () => (of(acme)[name] as (id: string) => unknown)("r1")).rejects.toThrow("bound to one");
  });
});

const rowId = "manual/abc" as const as never;
const allRows = { status: null, type: null, origin: null, currency: null, from: null, to: null };
const entry = { propertyId, idempotencyKey: "k" } as never;
