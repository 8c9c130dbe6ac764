import type { Document } from "mongodb";
import { historyKeptHours } from "../../application/ports/history-store.ts";
import { keyKeptMs } from "../../application/ports/idempotency-store.ts";
import { auditOutcomes } from "../../domain/audit/audit-line.ts";
import { collectionNames } from "./collections.ts";

const money: Document = { bsonType: "long" };

/** Rules the server itself keeps, whoever writes: money is a 64-bit integer, a row has an account, a sign and a state. */
export const validators: Readonly<Record<string, Document>> = {
  [collectionNames.transactions]: {
    bsonType: "object",
    required: ["_id", "propertyId", "type", "status", "origin", "direction", "amountMinor", "currency", "occurredAt"],
    properties: {
      _id: { bsonType: "string" },
      type: { enum: ["income", "expense", "owner_payout", "repair", "maintenance", "other"] },
      status: { enum: ["posted", "void"] },
      origin: { enum: ["sync", "manual"] },
      direction: { enum: [1, -1] },
      amountMinor: { ...money, minimum: 1 },
      currency: { bsonType: "string" },
      occurredAt: { bsonType: "date" },
    },
  },
  [collectionNames.accounts]: {
    bsonType: "object",
    required: ["_id", "status", "balances", "ownerKeys", "version"],
    properties: {
      status: { enum: ["active", "stub", "archived"] },
      ownerKeys: { bsonType: "array" },
      balances: {
        bsonType: "object",
        additionalProperties: {
          bsonType: "object",
          required: ["incomeMinor", "expensesMinor", "balanceMinor", "rowCount"],
          properties: {
            incomeMinor: money,
            expensesMinor: money,
            balanceMinor: money,
            rowCount: { bsonType: "number" },
          },
        },
      },
    },
  },
  [collectionNames.journal]: {
    bsonType: "object",
    required: ["seq", "rowId", "change", "after"],
    properties: { seq: { bsonType: "long" }, change: { enum: ["posted", "amended", "voided", "restored"] } },
  },
  [collectionNames.audit]: {
    bsonType: "object",
    required: ["_id", "at", "actor", "action", "outcome", "previousHash", "hash"],
    properties: {
      _id: { bsonType: "long", minimum: 1 },
      at: { bsonType: "date" },
      outcome: { enum: [...auditOutcomes] },
      hash: { bsonType: "string" },
    },
  },
};

export type IndexSpec = { readonly collection: string; readonly key: Document; readonly options?: Document };

/** Answered or not, a command is of no use to anybody after a minute; a day lets people look. */
const commandTtlSeconds = 24 * 60 * 60;

/** Reports are kept for a quarter. */
const checkTtlSeconds = 90 * 24 * 60 * 60;

/** Only what a named query needs. */
export const indexes: readonly IndexSpec[] = [
  // An account's rows, newest first: `LedgerReader.transactions` and the view.
  { collection: collectionNames.transactions, key: { propertyId: 1, occurredAt: -1, _id: -1 } },
  // The heads that name an owner whose document changed.
  { collection: collectionNames.accounts, key: { ownerKeys: 1 } },
  // `RunStore.list`, newest first.
  { collection: collectionNames.runs, key: { createdAt: -1, _id: -1 } },
  // The same of one schedule.
  {
    collection: collectionNames.runs,
    key: { "schedule.name": 1, createdAt: -1, _id: -1 },
    options: { partialFilterExpression: { "schedule.name": { $exists: true } } },
  },
  // One run per planned tick, whoever leads: `RunStore.create`.
  {
    collection: collectionNames.runs,
    key: { "schedule.name": 1, "schedule.plannedAt": 1 },
    options: { unique: true, partialFilterExpression: { "schedule.plannedAt": { $type: "date" } } },
  },
  // `CommandStore.take`: what waits, oldest first.
  { collection: collectionNames.commands, key: { state: 1, submittedAt: 1 } },
  { collection: collectionNames.commands, key: { submittedAt: 1 }, options: { expireAfterSeconds: commandTtlSeconds } },
  {
    collection: collectionNames.idempotency,
    key: { createdAt: 1 },
    options: { expireAfterSeconds: keyKeptMs / 1_000 },
  },
  // `LedgerReader.failures`, newest first.
  { collection: collectionNames.failures, key: { firstSeenAt: -1, _id: -1 } },
  // The same in one state: what is open must not be looked for among all that ever failed.
  { collection: collectionNames.failures, key: { state: 1, firstSeenAt: -1, _id: -1 } },
  // `LedgerReader.nextRetries`.
  { collection: collectionNames.failures, key: { nextRetryAt: 1, _id: 1 } },
  // `HistoryStore.between`, and minutes that have grown old.
  {
    collection: collectionNames.history,
    key: { at: 1 },
    options: { expireAfterSeconds: historyKeptHours * 60 * 60 },
  },
  // `CheckStore.latest`, and checks that have grown old.
  { collection: collectionNames.checks, key: { state: 1, endedAt: -1, _id: -1 } },
  { collection: collectionNames.checks, key: { startedAt: 1 }, options: { expireAfterSeconds: checkTtlSeconds } },
  // `CheckStore.findings`: of a check, of one of its rules, of one account.
  { collection: collectionNames.findings, key: { checkId: 1, number: 1 } },
  { collection: collectionNames.findings, key: { checkId: 1, rule: 1, number: 1 } },
  { collection: collectionNames.findings, key: { checkId: 1, propertyId: 1, number: 1 } },
  { collection: collectionNames.findings, key: { at: 1 }, options: { expireAfterSeconds: checkTtlSeconds } },
  { collection: collectionNames.fixPlans, key: { createdAt: 1 }, options: { expireAfterSeconds: checkTtlSeconds } },
  // `FixPlanStore.items`.
  { collection: collectionNames.fixItems, key: { planId: 1, number: 1 } },
  { collection: collectionNames.fixItems, key: { at: 1 }, options: { expireAfterSeconds: checkTtlSeconds } },
];
