import { createRoute } from "@hono/zod-openapi";
import { successOf } from "../../contract/envelope.ts";
import { meSchema } from "../../contract/me.ts";
import { meToWire } from "../../contract/me-to-wire.ts";
import type { HttpApp } from "../http-env.ts";
import { problemResponses } from "../problem/problem-responses.ts";
import { success } from "../success.ts";
import { jsonResponse } from "./json-content.ts";

const getMe = createRoute({
  method: "get",
  path: "/api/sync/me",
  responses: { 200: jsonResponse("The caller", successOf(meSchema)), ...problemResponses() },
});

export const addMeRoute = (app: HttpApp): void => {
  app.openapi(getMe, async (c) => c.json(success(meToWire(await c.var.useCases.me(c.var.caller))), 200));
};
