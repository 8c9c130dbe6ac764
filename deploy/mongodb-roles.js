// The least that ledgersync must be allowed, as two roles. Run by an administrator, once on each server it uses:
//
//   mongosh "mongodb://<server>/admin" --username <administrator> deploy/mongodb-roles.js
//
// A role for a database that a server does not have does no harm there. Other database names: change them here.

const mainDatabase = "property-management";
const accountingDatabase = "accounting";

const everyCollection = (db) => ({ db, collection: "" });
const one = (collection) => ({ db: accountingDatabase, collection });

// Reads, and is told of changes. Nothing that writes.
const reader = {
  role: "ledgersyncReader",
  privileges: [{ resource: everyCollection(mainDatabase), actions: ["find", "changeStream"] }],
  roles: [],
};

// Creates its collections, view, rules and indexes, and adds rows. Removes service data that has grown old, and nothing of the
// ledger. The journal can be added to, and never changed or thinned out.
const writer = {
  role: "ledgersyncWriter",
  privileges: [
    {
      resource: everyCollection(accountingDatabase),
      actions: ["listCollections", "createCollection", "collMod", "find", "insert"],
    },
    ...[
      "transactions",
      "accounts",
      "sync_history",
      "sync_runs",
      "sync_failures",
      "sync_checks",
      "sync_findings",
      "sync_fix_plans",
      "sync_fix_items",
      "sync_commands",
      "sync_idempotency",
    ].map((collection) => ({
      resource: one(collection),
      actions: ["createIndex"],
    })),
    ...[
      "transactions",
      "accounts",
      "sync_state",
      "sync_history",
      "sync_runs",
      "sync_failures",
      "sync_checks",
      "sync_fix_plans",
      "sync_commands",
      "sync_idempotency",
      "sync_schedules",
    ].map((collection) => ({
      resource: one(collection),
      actions: ["update"],
    })),
    ...[
      "sync_events",
      "sync_runs",
      "sync_failures",
      "sync_checks",
      "sync_findings",
      "sync_fix_plans",
      "sync_fix_items",
      "sync_commands",
      "sync_schedules",
    ].map((collection) => ({
      resource: one(collection),
      actions: ["remove"],
    })),
  ],
  roles: [],
};

// biome-ignore lint/correctness/noUndeclaredVariables: mongosh gives it
const admin = db.getSiblingDB("admin");
admin.createRole(reader);
admin.createRole(writer);
