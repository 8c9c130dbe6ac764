import { type FixPlan, fixAccountsFree } from "../domain/consistency/fix-plan.ts";
import type { Run, RunTrigger } from "../domain/sync/run.ts";
import { type ApplyPorts, applyFixPlan } from "./apply-fix-plan.ts";
import { keepFixRun } from "./audit/keep-fix-run.ts";
import type { AuditPorts } from "./audit/record.ts";
import { AppError } from "./errors.ts";
import { type MakePlanPorts, makeFixPlan, type PlanOrder } from "./make-fix-plan.ts";
import { type NewRunPorts, newRun } from "./new-run.ts";
import { retryTransient } from "./retry-transient.ts";
import { createRunSlot, type RunSlot, type RunSlotPorts } from "./run-slot.ts";

export type ApplyOrder = {
  readonly planId: string;
  /** What the reviewer has seen. */
  readonly planHash: string;
  /** Numbers of the items to carry out; null = all. */
  readonly only: readonly number[] | null;
  readonly confirm: boolean;
  /** Of the run, where giving the order twice must begin one. */
  readonly id?: string | undefined;
  readonly trigger: RunTrigger;
  readonly actor: string;
};

export type FixesPorts = MakePlanPorts & Omit<ApplyPorts, "tracker"> & RunSlotPorts & NewRunPorts & AuditPorts;

/** Reviewed repair by one leader, one plan at a time. What a broken-off run has not done, the next check finds again. */
export type Fixes = Omit<RunSlot, "start" | "resume"> & {
  /** `not_found`; `conflict` while the check runs. */
  plan(order: PlanOrder): Promise<FixPlan>;
  /** `not_found`; `conflict` for another hash or a plan that was applied; `needs_confirmation`; `run_active`. */
  apply(order: ApplyOrder): Promise<Run>;
};

export const createFixes = (ports: FixesPorts, abandon: AbortSignal): Fixes => {
  const slot = createRunSlot(ports, abandon);
  return {
    plan: (order) => makeFixPlan(ports, order, abandon),
    apply: async (order) => {
      const plan = await retryTransient(ports, () => ports.fixPlans.get(order.planId, abandon), abandon);
      const { trigger, actor, id } = order;
      const known = requireApplicable(plan, order);
      const run = newRun({ id, kind: "fix", trigger, actor }, ports);
      return slot.start(run, async (tracker, signal) => {
        const taken = { ...known, appliedBy: run.id };
        await retryTransient(ports, () => ports.fixPlans.save(taken, ports.epoch, signal), signal);
        const only = order.only === null ? null : new Set(order.only);
        const apply = () => applyFixPlan({ ...ports, tracker }, taken, only, signal);
        await keepFixRun(ports, tracker, taken, { apply, signal });
        return null;
      });
    },
    cancel: slot.cancel,
    active: slot.active,
    settled: slot.settled,
    cleared: slot.cleared,
  };
};

const requireApplicable = (plan: FixPlan | null, order: ApplyOrder): FixPlan => {
  if (plan === null) throw new AppError("not_found", `There is no fix plan ${order.planId}.`);
  if (plan.planHash !== order.planHash)
    throw new AppError("conflict", "The plan is not the one that was reviewed: planHash differs. Look at it again.");
  if (plan.appliedBy !== null)
    throw new AppError("conflict", `Plan ${plan.id} was applied by run ${plan.appliedBy}; make a new one.`);
  const isSmall = order.only !== null && order.only.length <= fixAccountsFree;
  if (plan.confirmation !== null && !order.confirm && !isSmall)
    throw new AppError("needs_confirmation", `This plan needs "confirm": true, since ${plan.confirmation}.`);
  return plan;
};
