import { createRoute } from "@hono/zod-openapi";
import { successOf } from "../../contract/envelope.ts";
import { realTimeAnswerSchema } from "../../contract/real-time.ts";
import { realTimeToWire } from "../../contract/real-time-to-wire.ts";
import { stopRequestSchema } from "../../contract/stop-request.ts";
import type { HttpApp } from "../http-env.ts";
import { emptyBodyIsNone } from "../middleware/empty-body-is-none.ts";
import { problemResponses } from "../problem/problem-responses.ts";
import { success } from "../success.ts";
import { jsonContent, jsonResponse } from "./json-content.ts";

const answer = jsonResponse("Real-time sync as it is now", successOf(realTimeAnswerSchema));

const start = createRoute({
  method: "post",
  path: "/api/sync/real-time/start",
  responses: { 200: answer, ...problemResponses(409, 413) },
});

const stop = createRoute({
  method: "post",
  path: "/api/sync/real-time/stop",
  middleware: emptyBodyIsNone,
  request: { body: { required: false, content: jsonContent(stopRequestSchema) } },
  responses: { 200: answer, ...problemResponses(400, 409, 413, 415, 422) },
});

export const addRealTimeRoutes = (app: HttpApp): void => {
  app.openapi(start, async (c) => {
    const realTime = await c.var.useCases.startRealTime(c.var.caller);
    return c.json(success({ realTime: realTimeToWire(realTime) }), 200);
  });
  app.openapi(stop, async (c) => {
    const { reason = null } = c.req.valid("json");
    const realTime = await c.var.useCases.stopRealTime(c.var.caller, reason);
    return c.json(success({ realTime: realTimeToWire(realTime) }), 200);
  });
};
