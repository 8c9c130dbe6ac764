import { z } from "zod";
import { checkIdSchema } from "../../contract/check.ts";
import {
  applyFixPlanSchema,
  fixItemQuerySchema,
  fixItemToWire,
  fixPlanIdSchema,
  fixPlanToWire,
} from "../../contract/fix-plan.ts";
import { runToWire } from "../../contract/run-to-wire.ts";
import { keyedCaller, optionalKey } from "../keyed.ts";
import { pageInput, pageOf } from "../page.ts";
import { procedure } from "../procedure.ts";

const onePlan = z.strictObject({ id: fixPlanIdSchema });

export const fixProcedures = {
  /** `id` is the check's. */
  makeFixPlan: procedure
    .input(z.strictObject({ id: checkIdSchema }))
    .mutation(async ({ ctx, input }) => fixPlanToWire(await ctx.useCases.makeFixPlan(ctx.caller, input.id))),
  fixPlan: procedure
    .input(onePlan)
    .query(async ({ ctx, input }) => fixPlanToWire(await ctx.useCases.fixPlan(input.id))),
  fixItems: procedure
    .input(fixItemQuerySchema.extend({ ...pageInput, ...onePlan.shape }))
    .query(({ ctx, input: { id, ...input } }) =>
      pageOf(input, (page) => ctx.useCases.fixItems(id, page), fixItemToWire),
    ),
  applyFixPlan: procedure
    .input(applyFixPlanSchema.extend({ ...onePlan.shape, ...optionalKey }))
    .mutation(async ({ ctx, input: { id: planId, planHash, only = null, confirm = false, ...key } }) => {
      const run = await ctx.useCases.applyFixPlan(keyedCaller(ctx, key), { planId, planHash, only, confirm });
      return runToWire(run, ctx.now());
    }),
};
