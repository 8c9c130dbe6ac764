import { realTimeToWire } from "../../contract/real-time-to-wire.ts";
import { procedure } from "../procedure.ts";

export const realTimeProcedures = {
  startRealTime: procedure.mutation(async ({ ctx }) => ({
    realTime: realTimeToWire(await ctx.useCases.startRealTime(ctx.caller)),
  })),
  stopRealTime: procedure.mutation(async ({ ctx }) => ({
    realTime: realTimeToWire(await ctx.useCases.stopRealTime(ctx.caller)),
  })),
};
