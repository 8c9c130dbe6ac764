import { createRoute } from "@hono/zod-openapi";
import { successOf } from "../../contract/envelope.ts";
import { realTimeAnswerSchema } from "../../contract/real-time.ts";
import { realTimeToWire } from "../../contract/real-time-to-wire.ts";
import type { HttpApp } from "../http-env.ts";
import { problemResponses } from "../problem/problem-responses.ts";
import { success } from "../success.ts";
import { jsonResponse } from "./json-content.ts";

const responses = {
  200: jsonResponse("Real-time sync as it is now", successOf(realTimeAnswerSchema)),
  ...problemResponses(409, 413),
};

const start = createRoute({ method: "post", path: "/api/sync/real-time/start", responses });
const stop = createRoute({ method: "post", path: "/api/sync/real-time/stop", responses });

export const addRealTimeRoutes = (app: HttpApp): void => {
  app.openapi(start, async (c) => {
    const realTime = await c.var.useCases.startRealTime(c.var.caller);
    return c.json(success({ realTime: realTimeToWire(realTime) }), 200);
  });
  app.openapi(stop, async (c) => {
    const realTime = await c.var.useCases.stopRealTime(c.var.caller);
    return c.json(success({ realTime: realTimeToWire(realTime) }), 200);
  });
};
