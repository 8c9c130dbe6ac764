import { createRoute } from "@hono/zod-openapi";
import { successOf } from "../../contract/envelope.ts";
import { healthSchema } from "../../contract/health.ts";
import { healthToWire } from "../../contract/health-to-wire.ts";
import type { HttpApp } from "../http-env.ts";
import { problemContent, problemResponses } from "../problem/problem-responses.ts";
import { success } from "../success.ts";
import { jsonContent, jsonResponse } from "./json-content.ts";

const healthAnswer = successOf(healthSchema);

const getHealth = createRoute({
  method: "get",
  path: "/api/sync/health",
  responses: {
    ...problemResponses(),
    200: jsonResponse("Healthy or degraded", healthAnswer),
    503: { description: "Unhealthy", content: { ...jsonContent(healthAnswer), ...problemContent } },
  },
});

/** Unhealthy is 503, so that what only looks at statuses sees it too; the body says why all the same. */
export const addHealthRoute = (app: HttpApp): void => {
  app.openapi(getHealth, async (c) => {
    const health = healthToWire(await c.var.useCases.health());
    return c.json(success(health), health.status === "unhealthy" ? 503 : 200);
  });
};
