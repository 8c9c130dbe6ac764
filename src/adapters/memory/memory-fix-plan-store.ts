import type { FixPlanStore } from "../../application/ports/fix-plan-store.ts";
import type { FixItem } from "../../domain/consistency/fix-plan.ts";
import { frozenCopy } from "./frozen-copy.ts";
import type { LedgerStore } from "./ledger-store.ts";
import type { Step } from "./simulation-point.ts";

export const createMemoryFixPlanStore = (store: LedgerStore, step: Step): FixPlanStore => ({
  save: (plan, epoch, signal) =>
    step("fixPlans.save", signal, () => {
      const known = store.fixPlans.get(plan.id);
      if (known !== undefined && known.epoch > epoch) return "fenced";
      store.fixPlans.set(plan.id, { plan: frozenCopy(plan), epoch });
      return "saved";
    }),
  get: (id, signal) => step("fixPlans.get", signal, () => store.fixPlans.get(id)?.plan ?? null),
  addItems: (planId, items, signal) =>
    step("fixPlans.addItems", signal, () => {
      const known = store.fixItems.get(planId) ?? new Map<number, FixItem>();
      store.fixItems.set(planId, known);
      for (const item of items) if (!known.has(item.number)) known.set(item.number, frozenCopy(item));
    }),
  items: (planId, after, limit, signal) =>
    step("fixPlans.items", signal, () =>
      [...(store.fixItems.get(planId)?.values() ?? [])]
        .filter(({ number }) => number > after)
        .sort((a, b) => a.number - b.number)
        .slice(0, limit),
    ),
});
