import type { FixPlan } from "../../domain/consistency/fix-plan.ts";
import { AppError } from "../errors.ts";
import { type RetryPorts, retryTransient } from "../retry-transient.ts";
import type { RunTracker } from "../run-tracker.ts";
import { operationOf, unsuccessful } from "./operation.ts";
import { type AuditPorts, record } from "./record.ts";

/**
 * Keeps the carrying out of a plan, whoever ordered it: a person by `applyFixPlan`, or the service after a scheduled check. Its
 * items are told by the journal, under the run's id.
 */
export const keepFixRun = async (
  ports: AuditPorts & RetryPorts,
  tracker: RunTracker,
  plan: FixPlan,
  work: { readonly apply: () => Promise<void>; readonly signal: AbortSignal },
): Promise<void> => {
  const { id: runId, actor } = tracker.run();
  const subject = { runId, planId: plan.id, planHash: plan.planHash, checkId: plan.checkId };
  const operation = operationOf(ports, { actor }, "fixRun", subject);
  const intention = { ...operation, outcome: "intended" } as const;
  await retryTransient(ports, () => ports.audit.append(intention, work.signal), work.signal);
  const tell = (end: Partial<typeof operation>): Promise<void> => {
    const { read, applied, unchanged, failed } = tracker.run().counts;
    const after = { items: read, applied, unchanged, remaining: failed };
    return record(ports, { ...operation, at: ports.clock.now(), after, ...end });
  };
  try {
    await work.apply();
  } catch (error) {
    // Whoever has lost the ledger does not know how the run ends.
    if (!(error instanceof AppError && error.code === "fenced"))
      await tell({ ...unsuccessful(error), outcome: "failed" });
    throw error;
  }
  await tell({ outcome: "succeeded" });
};
