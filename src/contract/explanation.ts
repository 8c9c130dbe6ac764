import { z } from "zod";
import { accountSchema } from "./account.ts";
import { failureSchema, faultInDocumentSchema, sourceCollectionSchema } from "./failure.ts";
import { moneySchema } from "./money.ts";
import { timeSchema } from "./time.ts";
import { directionSchema, transactionSchema, transactionStatusSchema } from "./transaction.ts";

const projectedRowSchema = z.object({
  id: z.string(),
  propertyId: z.string(),
  direction: directionSchema,
  amount: moneySchema,
  occurredAt: timeSchema,
});

/** What the document's present state means: `rows` for a posted payment, `reason` for one that is not, `fault` where it cannot be told. */
const projectionSchema = z.object({
  kind: z.enum(["posted", "not_posted", "property", "owner", "absent", "rejected"]),
  reason: z.string().nullable(),
  fault: faultInDocumentSchema.nullable(),
  rows: z.array(projectedRowSchema),
});

const journalStateSchema = z.object({
  status: transactionStatusSchema.nullable(),
  amount: moneySchema.nullable(),
});

/** One change of a row; `fields` names what it changed. */
export const explainedLineSchema = z.object({
  seq: z.int(),
  at: timeSchema,
  rowId: z.string(),
  change: z.enum(["posted", "amended", "voided", "restored"]),
  fields: z.array(z.string()),
  before: journalStateSchema.nullable(),
  after: journalStateSchema,
  asOf: z.string(),
  cause: z.string(),
});

/** Why a document is, or is not, in the ledger. Never an owner's name. */
export const explanationSchema = z.object({
  collection: sourceCollectionSchema,
  id: z.string(),
  verdict: z.string(),
  source: z.object({ exists: z.boolean(), asOf: z.string() }),
  projection: projectionSchema,
  rows: z.array(transactionSchema),
  account: accountSchema.pick({ propertyId: true, ownerId: true, status: true, asOf: true, version: true }).nullable(),
  failure: failureSchema.nullable(),
  journal: z.array(explainedLineSchema),
});

export type WireExplanation = z.infer<typeof explanationSchema>;
export type WireExplainedLine = z.infer<typeof explainedLineSchema>;
