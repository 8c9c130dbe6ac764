import type { WireEvent } from "../../contract/sync-event.ts";

type EventType = WireEvent["type"];

/** The procedures whose answers an event makes old, by its type. Every order is in the audit trail, whatever else it changed. */
const procedures: Readonly<Record<Exclude<EventType, "resync">, readonly string[]>> = {
  commit: ["status", "stats", "health", "accounts", "account", "transactions", "explain"],
  run: ["status", "health", "runs", "run", "schedules", "schedule", "fixPlan", "audit"],
  health: ["status", "health", "stats"],
  realTime: ["status", "health", "audit"],
  schedule: ["status", "schedules", "schedule", "runs", "audit"],
  failure: ["status", "health", "stats", "failures", "failure", "audit"],
  check: ["status", "health", "consistency", "check", "findings", "runs"],
  ledgerEntry: ["accounts", "account", "transactions", "audit"],
};

/** Null: anything may have changed. */
export const madeOldBy = (type: EventType): readonly string[] | null => (type === "resync" ? null : procedures[type]);
