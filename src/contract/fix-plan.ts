import { z } from "zod";
import type { FixItem, FixPlan } from "../domain/consistency/fix-plan.ts";
import { findingRuleSchema } from "./check.ts";
import { pageQueryShape } from "./page-query.ts";
import { timeSchema, timeToWire } from "./time.ts";

const planIdLengthMax = 100;
/** Numbers that a request may name one by one. */
const onlyMax = 10_000;

export const fixPlanIdSchema = z.string().min(1).max(planIdLengthMax);
export const fixKindSchema = z.enum(["create", "archive", "post", "void", "amend", "recompute"]);

/** What a reviewer is shown; its items are a list of their own. */
export const fixPlanSchema = z.object({
  id: z.string(),
  checkId: z.string(),
  actor: z.string(),
  createdAt: timeSchema,
  planHash: z.string(),
  items: z.int(),
  accounts: z.int(),
  byFix: z.array(z.object({ fix: fixKindSchema, count: z.int() })),
  confirmation: z.string().nullable(),
  isTruncated: z.boolean(),
  appliedBy: z.string().nullable(),
});

/** One document and what would be changed about it. */
export const fixItemSchema = z.object({
  number: z.int(),
  fix: fixKindSchema,
  target: z.object({ kind: z.enum(["payment", "property", "totals"]), id: z.string() }),
  propertyId: z.string().nullable(),
  changes: z.array(
    z.object({ rule: findingRuleSchema, key: z.string(), field: z.string(), before: z.string(), after: z.string() }),
  ),
});

export const fixItemQuerySchema = z.strictObject(pageQueryShape);

/** `only` names items by number; `confirm` is a person's word for what `confirmation` says. */
export const applyFixPlanSchema = z.strictObject({
  planHash: z.string().min(1).max(planIdLengthMax),
  only: z.array(z.int().min(1)).min(1).max(onlyMax).optional(),
  confirm: z.boolean().optional(),
});

export type WireFixPlan = z.infer<typeof fixPlanSchema>;
export type WireFixItem = z.infer<typeof fixItemSchema>;

export const fixPlanToWire = ({ byFix, createdAt, ...plan }: FixPlan): WireFixPlan => ({
  ...plan,
  createdAt: timeToWire(createdAt),
  byFix: fixKindSchema.options.flatMap((fix) => {
    const count = byFix[fix] ?? 0;
    return count === 0 ? [] : { fix, count };
  }),
});

export const fixItemToWire = ({ number, fix, target, propertyId, changes }: FixItem): WireFixItem => ({
  number,
  fix,
  target: { ...target },
  propertyId,
  changes: changes.map(({ rule, key, field, before, after }) => ({ rule, key, field, before, after })),
});
