import type { ToldEvent } from "../../domain/sync/sync-event.ts";
import { type EventsRequest, followEvents } from "../follow-events.ts";
import type { Pipeline } from "../pipeline.ts";

export type EventUseCases = {
  /** What happens, as it happens, on whichever instance: see `followEvents`. */
  events(request: EventsRequest): AsyncIterable<ToldEvent>;
};

export const createEventUseCases = ({ ports, tail }: Pipeline): EventUseCases => ({
  events: (request) => followEvents({ events: ports.events, tail, now: ports.clock.now }, request),
});
