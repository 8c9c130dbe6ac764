import { z } from "zod";
import { pageQueryShape } from "./page-query.ts";
import { reasonSchema } from "./reason.ts";
import { timeSchema } from "./time.ts";

export const sourceCollectionSchema = z.enum(["payments", "properties", "owners"]);
export const failureStateSchema = z.enum(["open", "retrying", "quarantined", "resolved"]);
export const failureCodeSchema = z.enum([
  "undecodable_document",
  "field_missing",
  "field_type_invalid",
  "date_invalid",
  "currency_unknown",
  "money_invalid",
  "money_unsafe_magnitude",
  "money_sub_minor",
  "fee_negative",
  "total_out_of_range",
  "id_too_long",
  "internal",
]);

/** `reason` and `actor` only of a dismissal. */
export const resolutionSchema = z.object({
  kind: z.enum(["superseded", "replayed", "dismissed"]),
  reason: z.string().nullable(),
  actor: z.string().nullable(),
});

/** What is wrong with a document, without its content. */
export const faultInDocumentSchema = z.object({
  code: failureCodeSchema,
  field: z.string(),
  expected: z.string(),
  found: z.string(),
});

/** A document of the main database that cannot be projected. */
export const failureSchema = z.object({
  id: z.string(),
  collection: sourceCollectionSchema,
  documentId: z.string(),
  state: failureStateSchema,
  ...faultInDocumentSchema.shape,
  attempts: z.int(),
  retries: z.int(),
  nextRetryAt: timeSchema.nullable(),
  firstSeenAt: timeSchema,
  lastSeenAt: timeSchema,
  resolvedAt: timeSchema.nullable(),
  resolution: resolutionSchema.nullable(),
  asOf: z.string(),
});

export type WireFailure = z.infer<typeof failureSchema>;

/** So many failures that are not resolved have this reason. */
export const failureGroupSchema = z.object({
  code: failureCodeSchema,
  collection: sourceCollectionSchema,
  count: z.int(),
  fields: z.array(z.string()),
  lastSeenAt: timeSchema,
});

export type WireFailureGroup = z.infer<typeof failureGroupSchema>;

const filterShape = {
  collection: sourceCollectionSchema.optional(),
  code: failureCodeSchema.optional(),
};

/** Which failures a list shows. */
export const failureQuerySchema = z.strictObject({
  ...filterShape,
  state: z.enum([...failureStateSchema.options, "unresolved"]).optional(),
  ...pageQueryShape,
});

/** Which failures are tried again: those of these that are not resolved. */
export const retryRequestSchema = z.strictObject({
  ...filterShape,
  state: failureStateSchema.exclude(["resolved"]).optional(),
});

/** Why a failure needs no more attention; the record keeps it. */
export const dismissalRequestSchema = z.strictObject({ reason: reasonSchema });
