import { healthToWire } from "../../contract/health-to-wire.ts";
import { historyQuerySchema } from "../../contract/history.ts";
import { historyToWire } from "../../contract/history-to-wire.ts";
import { meToWire } from "../../contract/me-to-wire.ts";
import { statsToWire } from "../../contract/stats-to-wire.ts";
import { statusToWire } from "../../contract/status-to-wire.ts";
import { procedure } from "../procedure.ts";

/** What the service says about itself, and about who asks. */
export const serviceProcedures = {
  me: procedure.query(async ({ ctx }) => meToWire(await ctx.useCases.me(ctx.caller))),
  status: procedure.query(async ({ ctx }) => statusToWire(await ctx.useCases.status(), ctx.now())),
  stats: procedure.query(async ({ ctx }) => statsToWire(await ctx.useCases.stats())),
  health: procedure.query(async ({ ctx }) => healthToWire(await ctx.useCases.health())),
  history: procedure
    .input(historyQuerySchema.optional())
    .query(async ({ ctx, input }) => historyToWire(await ctx.useCases.history(input?.window ?? "15m"))),
  metrics: procedure.query(({ ctx }) => ctx.useCases.metrics()),
  ready: procedure.query(async ({ ctx }) => {
    const { source, accounting } = await ctx.useCases.ready();
    return { isReady: source && accounting, source, accounting };
  }),
};
