import { getTRPCErrorFromUnknown, tracked } from "@trpc/server";
import type { UseCases } from "../../application/use-cases.ts";
import { eventToWire } from "../../contract/event-to-wire.ts";
import { eventsInputSchema } from "../../contract/sync-event.ts";
import { procedure } from "../procedure.ts";
import { recoded } from "../refusal.ts";

export const eventProcedures = {
  /** Every event behind `lastEventId`, in order and once, then each as it comes. Clients come again with the last id by themselves. */
  events: procedure
    .input(eventsInputSchema.optional())
    .subscription(({ ctx, input: { lastEventId = null, types = null } = {}, signal = never }) =>
      told(ctx.useCases.events({ lastEventId, types, signal })),
    ),
};

async function* told(events: ReturnType<UseCases["events"]>) {
  try {
    for await (const event of events) {
      const wire = eventToWire(event);
      yield tracked(wire.id, wire);
    }
  } catch (error) {
    throw recoded(getTRPCErrorFromUnknown(error));
  }
}

/** A call that has no signal of its own. */
const never = new AbortController().signal;
