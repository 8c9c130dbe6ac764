import { createRoute } from "@hono/zod-openapi";
import { successOf } from "../../contract/envelope.ts";
import { liveSchema, readySchema } from "../../contract/probes.ts";
import type { HttpApp, RouteContext } from "../http-env.ts";
import { foreignHostResponses, openProblemResponses, problemContent } from "../problem/problem-responses.ts";
import { success } from "../success.ts";
import { jsonContent, jsonResponse } from "./json-content.ts";

const readyAnswer = successOf(readySchema);

const getLive = createRoute({
  method: "get",
  path: "/livez",
  responses: { 200: jsonResponse("The process answers", successOf(liveSchema)), ...foreignHostResponses() },
});

const getReady = createRoute({
  method: "get",
  path: "/readyz",
  responses: {
    ...openProblemResponses(),
    200: jsonResponse("Both databases answer", readyAnswer),
    503: { description: "A database does not answer", content: { ...jsonContent(readyAnswer), ...problemContent } },
  },
});

/** `/livez` asks nothing of the databases: restarting the process would not bring them back. */
export const addProbeRoutes = (app: HttpApp, { useCases, version }: RouteContext): void => {
  app.openapi(getLive, (c) => c.json(success({ status: "alive" as const, version }), 200));
  app.openapi(getReady, async (c) => {
    const { source, accounting } = await useCases.ready();
    const isReady = source && accounting;
    return c.json(success({ isReady, source, accounting }), isReady ? 200 : 503);
  });
};
