import { createRoute } from "@hono/zod-openapi";
import { z } from "zod";
import { eventToWire } from "../../contract/event-to-wire.ts";
import { eventIdSchema, eventsQuerySchema } from "../../contract/sync-event.ts";
import type { ToldEvent } from "../../domain/sync/sync-event.ts";
import { eventStream, type SentEvent } from "../event-stream.ts";
import type { HttpApp, RouteContext } from "../http-env.ts";
import { problemResponses } from "../problem/problem-responses.ts";

const mediaType = "text/event-stream";

const followEvents = createRoute({
  method: "get",
  path: "/api/sync/events",
  request: { query: eventsQuerySchema, headers: z.object({ "last-event-id": eventIdSchema.optional() }) },
  responses: {
    200: { description: "What happens, as it happens", content: { [mediaType]: { schema: z.string() } } },
    ...problemResponses(422),
  },
});

export const addEventRoute = (app: HttpApp, { onServerError }: RouteContext): void => {
  app.openapi(followEvents, (c) => {
    const { lastEventId = null, types = null } = c.req.valid("query");
    const gone = new AbortController();
    // A browser that comes again by itself says in the header where it was; the query is what it was told at first.
    const lastSeen = c.req.valid("header")["last-event-id"] ?? lastEventId;
    const events = c.var.useCases.events({ lastEventId: lastSeen, types, signal: gone.signal });
    // No proxy may hold events back.
    const headers = { "Content-Type": mediaType, "X-Accel-Buffering": "no" };
    if (c.req.method === "HEAD") return c.body(null, 200, headers);
    const { requestId, traceId, requireKnown } = c.var;
    const { path: route } = followEvents;
    const { method } = c.req;
    const onBug = (error: unknown) => onServerError(error, { requestId, traceId, method, route, status: 200 });
    return c.body(eventStream({ events: sent(events), gone, requireKnown, onBug }), 200, headers);
  });
};

async function* sent(events: AsyncIterable<ToldEvent>): AsyncGenerator<SentEvent, void> {
  for await (const event of events) {
    const told = eventToWire(event);
    yield { id: told.id, event: told.type, data: JSON.stringify(told) };
  }
}
