import type { FixItem, FixPlan } from "../../domain/consistency/fix-plan.ts";
import { type Caller, never } from "../caller.ts";
import { AppError } from "../errors.ts";
import type { Pipeline } from "../pipeline.ts";
import type { Page, PageRequest } from "../ports/ledger-reader.ts";
import { begunBy, type OrderedRun } from "./runs.ts";

export type ApplyRequest = {
  readonly planId: string;
  readonly planHash: string;
  /** Numbers of the items to carry out; null = all. */
  readonly only: readonly number[] | null;
  readonly confirm: boolean;
};

export type FixUseCases = {
  /** A dry run: changes no row and no head. `not_found`; `conflict` while the check runs. */
  makeFixPlan(caller: Caller, checkId: string): Promise<FixPlan>;
  fixPlan(id: string): Promise<FixPlan>;
  /** By number. */
  fixItems(planId: string, page: PageRequest): Promise<Page<FixItem>>;
  /** `conflict` for a stale plan; `needs_confirmation`; `run_active` while another plan is applied; `disabled`. */
  applyFixPlan(caller: Caller, request: ApplyRequest): Promise<OrderedRun>;
};

export const createFixUseCases = (pipeline: Pipeline): FixUseCases => {
  const { fixPlans } = pipeline.ports;
  const find = async (id: string): Promise<FixPlan> => {
    const plan = await fixPlans.get(id, never);
    if (plan === null) throw new AppError("not_found", `There is no fix plan ${id}.`);
    return plan;
  };
  return {
    fixPlan: find,
    makeFixPlan: async ({ actor }, checkId) => pipeline.requireTerm().fixes.plan({ checkId, actor, isSafeOnly: false }),
    fixItems: async (planId, { limit, cursor }) => {
      await find(planId);
      const found = await fixPlans.items(planId, numberOf(cursor), limit + 1, never);
      const items = found.slice(0, limit);
      return { items, next: found.length > limit ? String(items.at(-1)?.number) : null };
    },
    applyFixPlan: async (caller, request) => {
      const term = pipeline.requireTerm();
      const begun = await begunBy(pipeline, caller);
      if (begun !== null) return begun;
      const { actor, commandId: id } = caller;
      if (!pipeline.options.syncEnabled) throw new AppError("disabled", "Sync is switched off by SYNC_ENABLED=false.");
      await term.fixes.cleared();
      return term.fixes.apply({ ...request, id, trigger: "api", actor });
    },
  };
};

const numberOf = (cursor: string | null): number => {
  if (cursor === null) return 0;
  if (/^\d{1,9}$/.test(cursor)) return Number(cursor);
  throw new AppError("validation", "The cursor was not given out by this list; start again without one.", {
    details: [{ pointer: "/cursor", message: "unknown cursor" }],
  });
};
