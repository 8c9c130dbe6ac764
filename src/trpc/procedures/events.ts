import { getTRPCErrorFromUnknown, tracked } from "@trpc/server";
import type { UseCases } from "../../application/use-cases.ts";
import { eventToWire } from "../../contract/event-to-wire.ts";
import { eventsInputSchema } from "../../contract/sync-event.ts";
import { heartbeatMs, procedure } from "../procedure.ts";
import { recoded } from "../refusal.ts";
import type { TrpcContext } from "../trpc-context.ts";

export const eventProcedures = {
  /** Every event behind `lastEventId`, in order and once, then each as it comes. Clients come again with the last id by themselves. */
  events: procedure
    .input(eventsInputSchema.optional())
    .subscription(({ ctx, input: { lastEventId = null, types = null } = {}, signal = never }) => {
      const known = whileKnown(ctx, signal);
      return told(ctx.useCases.events({ lastEventId, types, signal: known.signal }), known);
    }),
};

type Known = {
  readonly signal: AbortSignal;
  /** Begins to ask; what it answers ends it. */
  readonly watch: () => NodeJS.Timeout;
  /** Throws what has been answered when the caller was not known any more. */
  readonly require: () => void;
};

/** A signal that also ends when the caller is not known any more, which is asked at every heartbeat. */
const whileKnown = ({ requireKnown }: TrpcContext, signal: AbortSignal): Known => {
  const lost = new AbortController();
  const ask = (): void => void requireKnown().catch((error: unknown) => lost.abort(error));
  return {
    signal: AbortSignal.any([signal, lost.signal]),
    watch: () => setInterval(ask, heartbeatMs),
    require: () => lost.signal.throwIfAborted(),
  };
};

async function* told(events: ReturnType<UseCases["events"]>, known: Known) {
  const timer = known.watch();
  try {
    for await (const event of events) {
      const wire = eventToWire(event);
      yield tracked(wire.id, wire);
    }
    known.require();
  } catch (error) {
    throw recoded(getTRPCErrorFromUnknown(error));
  } finally {
    clearInterval(timer);
  }
}

/** A call that has no signal of its own. */
const never = new AbortController().signal;
