import { realTimeToWire } from "../../contract/real-time-to-wire.ts";
import { stopRequestSchema } from "../../contract/stop-request.ts";
import { procedure } from "../procedure.ts";

export const realTimeProcedures = {
  startRealTime: procedure.mutation(async ({ ctx }) => ({
    realTime: realTimeToWire(await ctx.useCases.startRealTime(ctx.caller)),
  })),
  stopRealTime: procedure
    .input(stopRequestSchema.optional())
    .mutation(async ({ ctx, input: { reason = null } = {} }) => ({
      realTime: realTimeToWire(await ctx.useCases.stopRealTime(ctx.caller, reason)),
    })),
};
