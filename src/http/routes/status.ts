import { createRoute } from "@hono/zod-openapi";
import { successOf } from "../../contract/envelope.ts";
import { statsSchema } from "../../contract/stats.ts";
import { statsToWire } from "../../contract/stats-to-wire.ts";
import { statusSchema } from "../../contract/status.ts";
import { statusToWire } from "../../contract/status-to-wire.ts";
import type { HttpApp, RouteContext } from "../http-env.ts";
import { problemResponses } from "../problem/problem-responses.ts";
import { success } from "../success.ts";
import { jsonResponse } from "./json-content.ts";

const getStatus = createRoute({
  method: "get",
  path: "/api/sync/status",
  responses: { 200: jsonResponse("The status", successOf(statusSchema)), ...problemResponses() },
});

const getStats = createRoute({
  method: "get",
  path: "/api/sync/stats",
  responses: { 200: jsonResponse("The statistics", successOf(statsSchema)), ...problemResponses() },
});

export const addStatusRoutes = (app: HttpApp, { now }: RouteContext): void => {
  app.openapi(getStatus, async (c) => c.json(success(statusToWire(await c.get("useCases").status(), now())), 200));
  app.openapi(getStats, async (c) => c.json(success(statsToWire(await c.var.useCases.stats())), 200));
};
