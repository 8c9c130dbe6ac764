import { createRoute } from "@hono/zod-openapi";
import { successOf } from "../../contract/envelope.ts";
import { historyQuerySchema, historySchema } from "../../contract/history.ts";
import { historyToWire } from "../../contract/history-to-wire.ts";
import type { HttpApp } from "../http-env.ts";
import { problemResponses } from "../problem/problem-responses.ts";
import { success } from "../success.ts";
import { jsonResponse } from "./json-content.ts";

const getHistory = createRoute({
  method: "get",
  path: "/api/sync/history",
  request: { query: historyQuerySchema },
  responses: { 200: jsonResponse("The history", successOf(historySchema)), ...problemResponses(422) },
});

export const addHistoryRoute = (app: HttpApp): void => {
  app.openapi(getHistory, async (c) => {
    const { window = "15m" } = c.req.valid("query");
    return c.json(success(historyToWire(await c.var.useCases.history(window))), 200);
  });
};
