import { z } from "zod";
import { checkIdSchema } from "../../contract/check.ts";
import { checkToWire, consistencyToWire } from "../../contract/check-to-wire.ts";
import { findingQuerySchema, findingToWire } from "../../contract/finding.ts";
import { runToWire } from "../../contract/run-to-wire.ts";
import { keyedCaller, optionalKey } from "../keyed.ts";
import { pageInput, pageOf } from "../page.ts";
import { procedure } from "../procedure.ts";

const oneCheck = z.strictObject({ id: checkIdSchema });

export const consistencyProcedures = {
  /** The newest report; or, where a check has to run first, its run, at once. */
  consistency: procedure
    .input(z.strictObject({ fresh: z.boolean().optional() }).optional())
    .query(async ({ ctx, input: { fresh = false } = {}, signal = never }) => {
      const answer = await ctx.useCases.consistency(ctx.caller, { fresh, waitMs: 0 }, signal);
      return answer.kind === "report" ? consistencyToWire(answer.check) : runToWire(answer.run, ctx.now());
    }),
  startCheck: procedure
    .input(z.strictObject(optionalKey).optional())
    .mutation(async ({ ctx, input = {} }) =>
      runToWire(await ctx.useCases.startCheck(keyedCaller(ctx, input)), ctx.now()),
    ),
  check: procedure.input(oneCheck).query(async ({ ctx, input }) => checkToWire(await ctx.useCases.check(input.id))),
  findings: procedure
    .input(findingQuerySchema.extend({ ...pageInput, ...oneCheck.shape }))
    .query(({ ctx, input: { id, rule = null, propertyId = null, ...input } }) =>
      pageOf(input, (page) => ctx.useCases.findings(id, { rule, propertyId }, page), findingToWire),
    ),
};

/** A call that has no signal of its own. */
const never = new AbortController().signal;
