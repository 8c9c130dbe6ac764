import type { FixItem, FixPlan } from "../../domain/consistency/fix-plan.ts";

/** Reviewed repair: plans and their items, kept for some months. Writes of plans are fenced by epoch. */
export type FixPlanStore = {
  /** Creates the plan or replaces it whole. Idempotent. `fenced` when a newer epoch has written it. */
  save(plan: FixPlan, epoch: bigint, signal: AbortSignal): Promise<"saved" | "fenced">;
  get(id: string, signal: AbortSignal): Promise<FixPlan | null>;
  /** Idempotent: a number that is there already stays as it is. */
  addItems(planId: string, items: readonly FixItem[], signal: AbortSignal): Promise<void>;
  /** The next `limit` items behind number `after` (0 = from the first), by number. */
  items(planId: string, after: number, limit: number, signal: AbortSignal): Promise<readonly FixItem[]>;
};
