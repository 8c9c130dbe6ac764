import { z } from "zod";
import type { Finding } from "../domain/consistency/finding.ts";
import { findingRuleSchema, findingSeveritySchema } from "./check.ts";
import { idSchema } from "./id.ts";
import { pageQueryShape } from "./page-query.ts";

/** One difference between what should be and what is. */
export const findingSchema = z.object({
  number: z.int(),
  rule: findingRuleSchema,
  severity: findingSeveritySchema,
  collection: z.enum(["payments", "properties", "owners", "transactions", "accounts", "journal", "service"]),
  key: z.string(),
  propertyId: z.string().nullable(),
  field: z.string(),
  expected: z.string(),
  found: z.string(),
  /** Null: a person has to look. */
  fix: z.enum(["create", "archive", "post", "void", "amend", "recompute"]).nullable(),
});

/** Which findings of a check a list shows. */
export const findingQuerySchema = z.strictObject({
  rule: findingRuleSchema.optional(),
  propertyId: idSchema.optional(),
  ...pageQueryShape,
});

export type WireFinding = z.infer<typeof findingSchema>;

export const findingToWire = (finding: Finding & { readonly number: number }): WireFinding => ({
  number: finding.number,
  rule: finding.rule,
  severity: finding.severity,
  collection: finding.collection,
  key: finding.key,
  propertyId: finding.propertyId,
  field: finding.field,
  expected: finding.expected,
  found: finding.found,
  fix: finding.fix,
});
