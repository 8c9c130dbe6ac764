import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { CheckStore } from "../../src/application/ports/check-store.ts";
import type { FixPlanStore } from "../../src/application/ports/fix-plan-store.ts";
import type { ServiceData } from "../../src/application/ports/service-data.ts";
import { newCheck } from "../../src/domain/consistency/check.ts";
import { findingOf } from "../../src/domain/consistency/rules.ts";
import { documentKey } from "../../src/domain/sync/failure.ts";
import { aRun } from "../support/a-run.ts";
import type { AccountingHarness } from "./accounting-harness.ts";
import { createLedgerWorld, type LedgerWorld } from "./ledger-world.ts";
import { objectId } from "./neutral-documents.ts";

/** What this suite needs of an accounting database. */
export type ServiceDataHarness = AccountingHarness & {
  readonly serviceData: ServiceData;
  readonly checks: CheckStore;
  readonly fixPlans: FixPlanStore;
};

const house = objectId(1);
const [healed, dismissed, young, broken] = [objectId(21), objectId(22), objectId(23), objectId(24)];
const [old, limit, late] = [1_000_000, 2_000_000, 3_000_000];
const before = { runs: limit, failures: limit, commands: 0, checks: limit };

const plan = (id: string, createdAt: number) => ({
  id,
  checkId: "c",
  actor: "eve",
  createdAt,
  planHash: "h",
  items: 1,
  accounts: 1,
  byFix: { amend: 1 },
  confirmation: null,
  isTruncated: false,
  appliedBy: null,
});

/** What every ServiceData must do. */
export const describeServiceDataContract = (name: string, createSubject: () => Promise<ServiceDataHarness>): void => {
  describe(`service data: ${name}`, () => {
    const { signal } = new AbortController();
    let subject: ServiceDataHarness;
    let world: LedgerWorld;

    beforeEach(async () => {
      subject = await createSubject();
      world = createLedgerWorld(subject.sink);
      world.putProperty(house);
    });
    afterEach(() => subject.close());

    const spoilAndHeal = async (id: typeof healed, at: number): Promise<void> => {
      world.putPayment(id, house, { amount: "a lot" });
      await world.commit({ payments: [id] }, { at });
      world.putPayment(id, house, { amount: 5 });
      await world.commit({ payments: [id] }, { at });
    };

    it("removes runs that ended long ago, and none that goes on, however long", async () => {
      const over = { state: "succeeded", createdAt: old } as const;
      await subject.runs.create({ ...aRun, id: "old", ...over, endedAt: old }, 1n, signal);
      await subject.runs.create({ ...aRun, id: "late", ...over, endedAt: late }, 1n, signal);
      await subject.runs.create({ ...aRun, id: "going", state: "running", createdAt: old, endedAt: null }, 1n, signal);
      expect(await subject.serviceData.removeExpired(before, signal)).toBe(1);
      expect(await subject.runs.get("old", signal)).toBeNull();
      for (const id of ["late", "going"]) expect(await subject.runs.get(id, signal)).not.toBeNull();
      expect(await subject.serviceData.removeExpired(before, signal)).toBe(0);
    });

    it("removes failures that have long healed; those that are open or dismissed stay", async () => {
      await spoilAndHeal(healed, old);
      await spoilAndHeal(young, late);
      for (const id of [dismissed, broken]) world.putPayment(id, house, { amount: "a lot" });
      await world.commit({ payments: [dismissed, broken] }, { at: old });
      await world.dismiss(documentKey("payments", dismissed), { at: old });
      expect(await subject.serviceData.removeExpired(before, signal)).toBe(1);
      const left = (await subject.failures()).map(({ documentId }) => documentId);
      expect(left.toSorted()).toEqual([dismissed, young, broken].toSorted());
    });

    it("removes old checks with their findings, and old fix plans with their items", async () => {
      const finding = findingOf("stub_account", {
        collection: "accounts",
        key: house,
        propertyId: house,
        field: "",
        expected: "a property",
        found: "none",
      });
      for (const [id, at] of [
        ["old", old],
        ["late", late],
      ] as const) {
        await subject.checks.save({ ...newCheck(id, at), state: "complete", endedAt: at }, 1n, signal);
        await subject.checks.addFindings(
          id,
          [
            { ...finding, number: 1 },
            { ...finding, number: 2 },
          ],
          signal,
        );
        await subject.fixPlans.save(plan(id, at), 1n, signal);
        const target = { kind: "property", id: house } as const;
        await subject.fixPlans.addItems(
          id,
          [{ number: 1, fix: "create", target, propertyId: house, changes: [] }],
          signal,
        );
      }
      expect(await subject.serviceData.removeExpired(before, signal)).toBe(5);
      expect(await subject.checks.get("old", signal)).toBeNull();
      const page = { limit: 9, cursor: null };
      const found = (id: string) => subject.checks.findings(id, { rule: null, propertyId: null }, page, signal);
      expect((await found("old")).items).toEqual([]);
      expect((await found("late")).items).toHaveLength(2);
      expect(await subject.fixPlans.items("old", 0, 9, signal)).toEqual([]);
      expect(await subject.fixPlans.items("late", 0, 9, signal)).toHaveLength(1);
    });

    it("touches nothing of the ledger, its journal and the checkpoint, however old", async () => {
      await spoilAndHeal(healed, old);
      const ledger = async () => [
        await subject.rows(),
        await subject.accounts(),
        await subject.journal(),
        await subject.checkpoint(),
      ];
      const was = await ledger();
      expect(was[0]).not.toEqual([]);
      const never = Date.UTC(3000, 0);
      await subject.serviceData.removeExpired({ runs: never, failures: never, commands: never, checks: never }, signal);
      expect(await ledger()).toEqual(was);
    });
  });
};
