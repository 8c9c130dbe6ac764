import type { Db } from "mongodb";

/** Every collection the service writes, by its one name. */
export const collectionNames = {
  transactions: "transactions",
  accounts: "accounts",
  journal: "journal",
  events: "sync_events",
  history: "sync_history",
  state: "sync_state",
  runs: "sync_runs",
  schedules: "sync_schedules",
  failures: "sync_failures",
  checks: "sync_checks",
  findings: "sync_findings",
  fixPlans: "sync_fix_plans",
  fixItems: "sync_fix_items",
  commands: "sync_commands",
  audit: "sync_audit",
  idempotency: "sync_idempotency",
  view: "propertyaccounts",
} as const;

/** The documents of `sync_state`. */
export const stateIds = {
  marker: "marker",
  checkpoint: "checkpoint",
  lease: "lease",
  schedules: "schedules",
  scheduleInsertions: "schedule_insertions",
  audit: "audit",
} as const;

type StateDocument = { readonly _id: string };

export const stateCollection = (db: Db) => db.collection<StateDocument>(collectionNames.state);
