import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { FixPlanStore } from "../../src/application/ports/fix-plan-store.ts";
import type { FixItem, FixPlan } from "../../src/domain/consistency/fix-plan.ts";
import { encodeId } from "../../src/domain/ids.ts";
import { objectId } from "./neutral-documents.ts";

/** What this suite needs of an accounting database. */
export type FixPlanStoreHarness = { readonly fixPlans: FixPlanStore; close(): Promise<void> };

const plan: FixPlan = {
  id: "p",
  checkId: "c",
  actor: "eve",
  createdAt: 1_000,
  planHash: "h",
  items: 3,
  accounts: 2,
  byFix: { amend: 2, recompute: 1 },
  confirmation: "3 items are many",
  isTruncated: false,
  appliedBy: null,
};

const item = (number: number): FixItem => ({
  number,
  fix: "amend",
  target: { kind: "payment", id: objectId(number) },
  propertyId: objectId(900),
  changes: [{ rule: "amount_mismatch", key: "k", field: "amount", before: "1.00 USD", after: "2.00 USD" }],
});

/** What every FixPlanStore must do. */
export const describeFixPlanStoreContract = (name: string, createSubject: () => Promise<FixPlanStoreHarness>): void => {
  describe(`fix plan store: ${name}`, () => {
    const { signal } = new AbortController();
    let subject: FixPlanStoreHarness;
    let fixPlans: FixPlanStore;

    beforeEach(async () => {
      subject = await createSubject();
      fixPlans = subject.fixPlans;
    });
    afterEach(() => subject.close());

    it("gives a plan back as it was saved last, and null for one that was not", async () => {
      expect(await fixPlans.save(plan, 1n, signal)).toBe("saved");
      const applied = { ...plan, appliedBy: "run-1" };
      expect(await fixPlans.save(applied, 1n, signal)).toBe("saved");
      expect(await fixPlans.get("p", signal)).toEqual(applied);
      expect(await fixPlans.get("q", signal)).toBeNull();
    });

    it("keeps a former leader from a plan that its successor has written", async () => {
      await fixPlans.save({ ...plan, appliedBy: "run-2" }, 2n, signal);
      expect(await fixPlans.save(plan, 1n, signal)).toBe("fenced");
      expect((await fixPlans.get("p", signal))?.appliedBy).toBe("run-2");
    });

    it("gives items back whole and by number, those that were added twice once", async () => {
      const odd: FixItem = {
        ...item(12),
        target: { kind: "totals", id: encodeId({ kind: "string", value: "house/7" }) },
        propertyId: null,
      };
      await fixPlans.addItems("p", [item(2), odd, item(1)], signal);
      await fixPlans.addItems("p", [item(2), item(3)], signal);
      await fixPlans.addItems("other", [item(1)], signal);
      await fixPlans.addItems("p", [], signal);
      expect(await fixPlans.items("p", 0, 100, signal)).toEqual([item(1), item(2), item(3), odd]);
      expect((await fixPlans.items("p", 0, 2, signal)).map(({ number }) => number)).toEqual([1, 2]);
      expect((await fixPlans.items("p", 2, 2, signal)).map(({ number }) => number)).toEqual([3, 12]);
      expect(await fixPlans.items("p", 12, 2, signal)).toEqual([]);
    });
  });
};
