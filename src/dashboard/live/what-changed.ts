import type { WireEvent } from "../../contract/sync-event.ts";

type EventType = WireEvent["type"];
type CommitEvent = Extract<WireEvent, { type: "commit" }>;

/** The procedures whose answers an event makes old, by its type. Every order is in the audit trail, whatever else it changed. */
const procedures: Readonly<Record<Exclude<EventType, "resync">, readonly string[]>> = {
  commit: ["status", "stats", "health", "accounts", "account", "transactions", "explain"],
  run: ["status", "health", "runs", "run", "schedules", "schedule", "audit"],
  health: ["status", "health", "stats"],
  realTime: ["status", "health", "history", "audit"],
  schedule: ["status", "schedules", "schedule", "runs", "audit"],
  failure: ["status", "health", "stats", "failures", "failure", "failureGroups", "explain", "audit"],
  check: ["status", "health", "consistency", "check", "findings", "runs"],
  ledgerEntry: ["accounts", "account", "transactions", "audit"],
};

/** A commit in which documents have failed once more: a retry in vain is no news of its own. */
const failedAgain: readonly string[] = [...procedures.commit, "failures", "failure", "failureGroups"];

/** Null: anything may have changed. */
export const madeOldBy = (event: WireEvent): readonly string[] | null => {
  if (event.type === "resync") return null;
  return event.type === "commit" && hasFailed(event) ? failedAgain : procedures[event.type];
};

const hasFailed = ({ data: { collections } }: CommitEvent): boolean =>
  Object.values(collections).some(({ failed }) => failed > 0);
