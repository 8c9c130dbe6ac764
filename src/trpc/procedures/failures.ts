import { z } from "zod";
import { explanationToWire } from "../../contract/explanation-to-wire.ts";
import {
  dismissalRequestSchema,
  failureQuerySchema,
  retryRequestSchema,
  sourceCollectionSchema,
} from "../../contract/failure.ts";
import { failureGroupToWire, failureToWire } from "../../contract/failure-to-wire.ts";
import { failureIdSchema, idSchema } from "../../contract/id.ts";
import { runToWire } from "../../contract/run-to-wire.ts";
import { keyedCaller, optionalKey } from "../keyed.ts";
import { pageInput, pageOf } from "../page.ts";
import { procedure } from "../procedure.ts";

const oneFailure = z.strictObject({ id: failureIdSchema });

export const failureProcedures = {
  failures: procedure
    .input(failureQuerySchema.extend(pageInput).optional())
    .query(({ ctx, input: { state = null, collection = null, code = null, ...input } = {} }) =>
      pageOf(input, (page) => ctx.useCases.failures({ state, collection, code }, page), failureToWire),
    ),
  failureGroups: procedure.query(async ({ ctx }) => (await ctx.useCases.failureGroups()).map(failureGroupToWire)),
  failure: procedure
    .input(oneFailure)
    .query(async ({ ctx, input }) => failureToWire(await ctx.useCases.failure(input.id))),
  retryFailure: procedure
    .input(oneFailure)
    .mutation(async ({ ctx, input }) => failureToWire(await ctx.useCases.retryFailure(ctx.caller, input.id))),
  retryFailures: procedure
    .input(retryRequestSchema.extend(optionalKey).optional())
    .mutation(async ({ ctx, input = {} }) => {
      const { state = null, collection = null, code = null } = input;
      return runToWire(
        await ctx.useCases.retryFailures(keyedCaller(ctx, input), { state, collection, code }),
        ctx.now(),
      );
    }),
  dismissFailure: procedure
    .input(dismissalRequestSchema.extend(oneFailure.shape))
    .mutation(async ({ ctx, input: { id, reason } }) =>
      failureToWire(await ctx.useCases.dismissFailure(ctx.caller, id, reason)),
    ),
  explain: procedure
    .input(z.strictObject({ collection: sourceCollectionSchema, id: idSchema }))
    .query(async ({ ctx, input: { collection, id } }) => explanationToWire(await ctx.useCases.explain(collection, id))),
};
