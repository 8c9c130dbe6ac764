import { createRoute } from "@hono/zod-openapi";
import { z } from "zod";
import type { HttpApp } from "../http-env.ts";
import { openProblemResponses } from "../problem/problem-responses.ts";

const getMetrics = createRoute({
  method: "get",
  path: "/metrics",
  responses: {
    200: { description: "Everything measured", content: { "text/plain": { schema: z.string() } } },
    ...openProblemResponses(401, 429),
  },
});

/** The version that Prometheus expects in the media type of its text format. */
const mediaType = "text/plain; version=0.0.4; charset=utf-8";

export const addMetricsRoute = (app: HttpApp): void => {
  app.openapi(getMetrics, async (c) => c.text(await c.var.useCases.metrics(), 200, { "Content-Type": mediaType }));
};
