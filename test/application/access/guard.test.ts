import { describe, expect, it } from "vitest";
import { guard } from "../../../src/application/access/guard.ts";
import { permissionOf, type UseCaseName, useCaseNames } from "../../../src/application/access/permissions.ts";
import type { Identity } from "../../../src/application/use-cases.ts";
import { type Permission, type Role, roles } from "../../../src/domain/access/role.ts";
import { beginningOf } from "../../../src/domain/consistency/check.ts";
import { encodeId } from "../../../src/domain/ids.ts";
import { documentKey } from "../../../src/domain/sync/failure.ts";
import { fakeUseCases } from "../../support/fake-use-cases.ts";
import {
  propertyId,
  sampleAccount,
  sampleCheck,
  sampleHealth,
  sampleRun,
  sampleStatus,
} from "../../support/http-samples.ts";
import { createMemoryStage } from "../../support/memory-stage.ts";

const identity = (...given: Role[]): Identity => ({ actor: "ann", roles: given, companyId: null });
const all = fakeUseCases();
const names = [...useCaseNames] as UseCaseName[];
/** Enough for every use case: the guard looks at the name, and at whether a check is to be fresh. */
const args = ["r1", { fresh: false }, new AbortController().signal] as never[];

const permitted: Readonly<Record<Role, readonly Permission[]>> = {
  viewer: ["read"],
  operator: ["read", "operate"],
  accountant: ["read", "enter", "export"],
  admin: ["read", "operate", "enter", "export", "administer"],
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

  it("lets no viewer start a check by asking for a report that is not there, and an operator do so", async () => {
    const stage = createMemoryStage();
    const { useCases } = stage.instance({ syncEnabled: false });
    const request = { fresh: false, waitMs: 0 };
    const { signal } = new AbortController();
    const asking = guard(useCases, identity("viewer")).consistency({ actor: "ann" }, request, signal);
    await expect(asking).rejects.toMatchObject({
      code: "forbidden",
      message: expect.stringContaining("no report yet"),
    });
    const asked: unknown[] = [];
    const consistency = (_caller: unknown, given: unknown) => {
      asked.push(given);
      return Promise.reject(new Error("not asked here"));
    };
    const operator = guard(fakeUseCases({ consistency }), identity("operator"));
    await expect(operator.consistency({ actor: "ann" }, request, signal)).rejects.toThrow("not asked here");
    expect(asked).toEqual([request]);
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

  it("is told of the service's health and state without a word about documents of others", async () => {
    const key = "payments/64b7f1c2e4b0a1a2b3c4d5e7";
    const error = { code: "internal", message: `cannot read ${key}` } as const;
    const run = { ...sampleRun, drift: [documentKey("payments", propertyId)] };
    const stopped = { ...sampleStatus.realTime, state: "failed", error } as const;
    const status = { ...sampleStatus, realTime: stopped, activeRun: run, lastFullSync: run };
    const reasons = ["quarantined_failures", "real_time_failed", "real_time_error"].map((code) => {
      return { code, severity: "degraded", message: `about ${key}`, action: "Look at it." } as const;
    });
    const clock = { code: "lag_high", severity: "degraded", message: "61 s behind.", action: "Wait." } as const;
    const health = { status: "degraded", reasons: [...reasons, clock] } as const;
    const narrowed = of(acme, {
      status: async () => status,
      health: async () => ({ ...sampleHealth, health, status, check: { ...sampleCheck, place: beginningOf("rows") } }),
    });
    const told = JSON.stringify([await narrowed.status(), await narrowed.health()], (_, value: unknown) =>
      typeof value === "bigint" ? String(value) : value,
    );

    expect(told).not.toContain("64b7f1c2e4b0a1a2b3c4d5e");
    expect(told).toContain("61 s behind.");
    expect(told).toContain("quarantined_failures");
    expect((await narrowed.status()).realTime).toMatchObject({ state: "failed", error: { code: "internal" } });
  });

  it("is refused what concerns every company", async () => {
    for (const name of ["startFullSync", "runs", "stats", "cancelRun"] as const)
      await expect(async () => (of(acme)[name] as (id: string) => unknown)("r1")).rejects.toThrow("bound to one");
  });
});

const rowId = "manual/abc" as const as never;
const allRows = { status: null, type: null, origin: null, currency: null, from: null, to: null };
const entry = { propertyId, idempotencyKey: "k" } as never;
