import { describe, expect, it } from "vitest";
import { createMemoryAccounting } from "../../../src/adapters/memory/memory-accounting.ts";
import { createVirtualClock } from "../../../src/adapters/memory/virtual-clock.ts";
import { guard } from "../../../src/application/access/guard.ts";
import { permissionOf, type UseCaseName, useCaseNames } from "../../../src/application/access/permissions.ts";
import { auditedNames, ruleOf } from "../../../src/application/audit/audit-table.ts";
import { audited } from "../../../src/application/audit/audited.ts";
import { recordRefusals } from "../../../src/application/audit/record-refusal.ts";
import type { CommandName } from "../../../src/application/command-table.ts";
import { AppError } from "../../../src/application/errors.ts";
import type { UseCases } from "../../../src/application/use-cases.ts";
import { documentKey } from "../../../src/domain/sync/failure.ts";
import { anEntry } from "../../support/an-entry.ts";
import { failing, fakeUseCases } from "../../support/fake-use-cases.ts";
import { propertyId, sampleManualRow } from "../../support/http-samples.ts";
import { sha256 } from "../../support/sha256.ts";
import { silentLog } from "../../support/silent-log.ts";

const caller = { actor: "ann", roles: ["operator"], requestId: "q1", traceId: "t1" };
const target = { name: "daily_sync", revisions: null };

/** What each order is asked with, and what the trail says it is about. */
const orders: { readonly [Name in CommandName]: readonly [asked: readonly unknown[], subject: object] } = {
  me: [[], {}],
  startRealTime: [[], {}],
  stopRealTime: [[], {}],
  startFullSync: [[{ dryRun: false, confirm: "r1" }], { confirmedRunId: "r1" }],
  cancelRun: [["r1"], { runId: "r1" }],
  enterTransaction: [[anEntry({ propertyId, idempotencyKey: "k" })], { propertyId }],
  reverseTransaction: [
    [{ propertyId, rowId: sampleManualRow.id, reason: "typo" }],
    { propertyId, rowId: sampleManualRow.id },
  ],
  triggerSchedule: [["daily_sync"], { schedule: "daily_sync" }],
  startCheck: [[], {}],
  makeFixPlan: [["c1"], { checkId: "c1" }],
  applyFixPlan: [[{ planId: "p1", planHash: "h", only: null, confirm: true }], { planId: "p1", planHash: "h" }],
  consistency: [[{ fresh: true, waitMs: 0 }], {}],
  createSchedule: [[{ name: "nightly", cronExpression: "0 2 * * *" }], { schedule: "nightly" }],
  changeSchedule: [[target, { enabled: false }], { schedule: "daily_sync" }],
  deleteSchedule: [[target], { schedule: "daily_sync" }],
  resumeSchedules: [[], {}],
  pauseSchedules: [[], {}],
  retryFailure: [[documentKey("payments", propertyId)], { failure: `payments/${propertyId}` }],
  retryFailures: [[{ state: "open", collection: null, code: null }], { state: "open" }],
  dismissFailure: [[documentKey("payments", propertyId), "known"], { failure: `payments/${propertyId}` }],
};

const kept = auditedNames.filter((name) => ruleOf(name) !== null);
const around = kept.filter((name) => ruleOf(name)?.line === "around");

const createStage = (replaced: Partial<UseCases> = {}) => {
  const clock = createVirtualClock();
  const { store, connect } = createMemoryAccounting({ clock, hash: sha256 });
  const errors: unknown[] = [];
  const tokens = ["o3", "o2", "o1"];
  const ports = {
    audit: connect("a:1").audit,
    clock,
    random: () => 0.5,
    newToken: () => tokens.pop() ?? "o",
    log: { ...silentLog, error: (_: string, error: unknown) => void errors.push(error) },
  };
  const useCases = audited(fakeUseCases(replaced), ports);
  const ask = (name: CommandName, asking: UseCases = useCases) =>
    (asking[name] as (...args: readonly unknown[]) => Promise<unknown>)(caller, ...orders[name][0]);
  return { store, ports, useCases, ask, errors };
};

const actor = { id: "ann", roles: ["operator"] };

describe("the audit trail", () => {
  it("keeps every use case that needs more than the right to read", () => {
    const args = ["x", { fresh: true }] as never[];
    const changing = ([...useCaseNames] as UseCaseName[]).filter(
      (name) => !["read", "export"].includes(permissionOf(name, args)),
    );

    expect([...auditedNames].sort()).toEqual(changing.sort());
  });

  it.for(around)("has the intention of %s and then its outcome, with who, what and by which request", async (name) => {
    const { store, ask } = createStage();
    await ask(name);

    const common = { actor, action: name, subject: orders[name][1], requestId: "q1", traceId: "t1", code: null };
    expect(store.audit).toMatchObject([
      { ...common, outcome: "intended", after: null },
      { ...common, outcome: "succeeded" },
    ]);
    expect(store.audit[0]?.operationId).toBe(store.audit[1]?.operationId);
  });

  it.for(kept)("says that %s was refused, and why", async (name) => {
    const { store, ask } = createStage({ [name]: failing(new AppError("conflict", "not now")) });

    await expect(ask(name)).rejects.toMatchObject({ code: "conflict" });
    expect(store.audit.at(-1)).toMatchObject({
      action: name,
      actor,
      outcome: "refused",
      code: "conflict",
      after: null,
    });
  });

  it.for(kept)("says that %s has failed where nobody knows how far it came", async (name) => {
    const { store, ask } = createStage({ [name]: failing(new Error("a secret of the driver")) });

    await expect(ask(name)).rejects.toThrow("a secret");
    expect(store.audit.at(-1)).toMatchObject({ outcome: "failed", code: "internal" });
    expect(JSON.stringify(store.audit)).not.toContain("secret");
  });

  it("has before and after of a schedule that somebody changes", async () => {
    const { store, ask } = createStage();
    await ask("changeSchedule");

    const facts = { name: expect.any(String), cronExpression: expect.any(String), enabled: expect.any(Boolean) };
    expect(store.audit[1]).toMatchObject({ before: facts, after: facts });
  });

  it("has no state before what is not there", async () => {
    const { store, ask } = createStage({ schedule: failing(new AppError("not_found", "no such schedule")) });
    await ask("deleteSchedule");

    expect(store.audit[1]).toMatchObject({ before: null, outcome: "succeeded" });
  });

  it("lets nothing be done that it cannot keep", async () => {
    const asked: string[] = [];
    const cancelRun = () => {
      asked.push("cancelRun");
      return Promise.reject(new Error("must not be asked"));
    };
    const { ports, ask } = createStage({ cancelRun });
    const unavailable = new AppError("accounting_unavailable", "away");
    Object.assign(ports.audit, { append: failing(unavailable) });

    await expect(ask("cancelRun")).rejects.toBe(unavailable);
    expect(asked).toEqual([]);
  });

  it("answers what was done also when the outcome cannot be kept, and the log says so", async () => {
    const { store, ports, ask, errors } = createStage();
    const { append } = ports.audit;
    Object.assign(ports.audit, {
      append: (...args: Parameters<typeof append>) =>
        args[0].outcome === "intended" ? append(...args) : Promise.reject(new Error("disk full")),
    });

    await expect(ask("startCheck")).resolves.toMatchObject({ kind: "consistency" });
    expect(store.audit).toMatchObject([{ outcome: "intended" }]);
    expect(errors).toMatchObject([{ message: "disk full" }]);
  });
});

describe("an order that the guard refuses", () => {
  const asking = { actor: "ann", roles: ["viewer"], companyId: null, requestId: "q2", traceId: "t2" } as const;

  it.for(auditedNames)("is in the trail: %s", async (name) => {
    const { store, ports, useCases, ask } = createStage();
    const guarded = guard(useCases, asking, recordRefusals(ports));

    await expect(ask(name, guarded)).rejects.toMatchObject({ code: "forbidden" });
    expect(store.audit).toMatchObject([
      {
        actor: { id: "ann", roles: ["viewer"] },
        action: name,
        subject: orders[name][1],
        outcome: "refused",
        code: "forbidden",
        requestId: "q2",
      },
    ]);
  });

  it("is in the trail when it is about another company, and looks as if there was nothing", async () => {
    const { store, ports, useCases, ask } = createStage();
    const bound = { ...asking, roles: ["admin"], companyId: "~sother" as never } as const;
    const guarded = guard(useCases, bound, recordRefusals(ports));

    await expect(ask("enterTransaction", guarded)).rejects.toMatchObject({ code: "not_found" });
    await expect(ask("startFullSync", guarded)).rejects.toMatchObject({ code: "forbidden" });
    expect(store.audit.map(({ action, code }) => [action, code])).toEqual([
      ["enterTransaction", "not_found"],
      ["startFullSync", "forbidden"],
    ]);
  });

  it("leaves reading alone", () => {
    const { store, ports, useCases } = createStage();
    const guarded = guard(useCases, { ...asking, roles: [] }, recordRefusals(ports));

    expect(() => guarded.status()).toThrow("No role");
    expect(store.audit).toEqual([]);
  });

  it("cannot be given in another's name: the caller is who has proved it", async () => {
    const { store, ports, useCases } = createStage();
    const guarded = guard(useCases, { ...asking, roles: ["admin"] }, recordRefusals(ports));
    await guarded.startCheck({ actor: "somebody else", roles: ["viewer"] });

    expect(store.audit[0]?.actor).toEqual({ id: "ann", roles: ["admin"] });
  });
});
