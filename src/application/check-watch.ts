import { type Check, summaryOf } from "../domain/consistency/check.ts";
import type { FindingSeverity } from "../domain/consistency/finding.ts";
import type { SyncEvent } from "../domain/sync/sync-event.ts";
import type { CheckStore } from "./ports/check-store.ts";

/** A store of checks that tells of those which end. */
export type WatchedChecks = {
  readonly checks: CheckStore;
  /** The newest complete one, without asking the database. */
  newest(): Check | null;
};

export const watchChecks = async (
  store: CheckStore,
  tell: (event: SyncEvent) => void,
  signal: AbortSignal,
): Promise<WatchedChecks> => {
  let newest = await store.latest(signal);
  return {
    checks: {
      ...store,
      save: async (check, epoch, saving) => {
        const outcome = await store.save(check, epoch, saving);
        if (outcome === "saved" && check.state !== "running") {
          tell(newsOf(check, check.state));
          if (check.state === "complete") newest = check;
        }
        return outcome;
      },
    },
    newest: () => newest,
  };
};

const newsOf = (check: Check, state: "complete" | "incomplete"): SyncEvent => {
  const bySeverity: Record<FindingSeverity, number> = { critical: 0, high: 0, medium: 0, low: 0 };
  for (const { severity, count } of summaryOf(check)) bySeverity[severity] += count;
  return { type: "check", data: { checkId: check.id, state, findings: check.findings, bySeverity } };
};
