import { z } from "zod";
import { fullSyncRequestSchema } from "../../contract/full-sync-request.ts";
import { runIdSchema } from "../../contract/run.ts";
import { runQuerySchema } from "../../contract/run-query.ts";
import { runToWire } from "../../contract/run-to-wire.ts";
import { keyedCaller, optionalKey } from "../keyed.ts";
import { pageInput, pageOf } from "../page.ts";
import { procedure } from "../procedure.ts";

const oneRun = z.strictObject({ id: runIdSchema });

/** A run is given back at once: whoever wants its end asks for it again, or follows the events. */
export const runProcedures = {
  startFullSync: procedure
    .input(fullSyncRequestSchema.extend(optionalKey).optional())
    .mutation(async ({ ctx, input = {} }) => {
      const { dryRun = false, deep = false, confirm = null } = input;
      return runToWire(await ctx.useCases.startFullSync(keyedCaller(ctx, input), { dryRun, deep, confirm }), ctx.now());
    }),
  runs: procedure
    .input(runQuerySchema.extend(pageInput).optional())
    .query(({ ctx, input: { kind = null, state = null, schedule = null, ...input } = {} }) => {
      const at = ctx.now();
      return pageOf(
        input,
        (page) => ctx.useCases.runs({ kind, state, schedule }, page),
        (run) => runToWire(run, at),
      );
    }),
  run: procedure.input(oneRun).query(async ({ ctx, input }) => runToWire(await ctx.useCases.run(input.id), ctx.now())),
  cancelRun: procedure
    .input(oneRun)
    .mutation(async ({ ctx, input }) => runToWire(await ctx.useCases.cancelRun(ctx.caller, input.id), ctx.now())),
};
