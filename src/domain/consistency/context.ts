import type { PlanContext } from "../ledger/plan-context.ts";

/** A check plans like a reconcile and writes nothing: when, why and under which number does not matter. */
export const nothingWritten: PlanContext = { at: 0, cause: { kind: "run", runId: "" }, nextSeq: 1n };
