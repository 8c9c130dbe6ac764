import { createRoute } from "@hono/zod-openapi";
import { z } from "zod";
import { successOf, successPageOf } from "../../contract/envelope.ts";
import { pageRequestOf } from "../../contract/page-query.ts";
import { runIdSchema, runSchema } from "../../contract/run.ts";
import { runQuerySchema } from "../../contract/run-query.ts";
import { runToWire } from "../../contract/run-to-wire.ts";
import type { HttpApp, RouteContext } from "../http-env.ts";
import { problemResponses } from "../problem/problem-responses.ts";
import { success, successPage } from "../success.ts";
import { jsonResponse } from "./json-content.ts";

const params = z.object({ id: runIdSchema });

const listRuns = createRoute({
  method: "get",
  path: "/api/sync/runs",
  request: { query: runQuerySchema },
  responses: { 200: jsonResponse("Runs, newest first", successPageOf(runSchema)), ...problemResponses(422) },
});

const getRun = createRoute({
  method: "get",
  path: "/api/sync/runs/{id}",
  request: { params },
  responses: { 200: jsonResponse("The run", successOf(runSchema)), ...problemResponses(404, 422) },
});

const cancelRun = createRoute({
  method: "post",
  path: "/api/sync/runs/{id}/cancel",
  request: { params },
  responses: { 200: jsonResponse("The run", successOf(runSchema)), ...problemResponses(404, 409, 413, 422) },
});

export const addRunRoutes = (app: HttpApp, { now }: RouteContext): void => {
  app.openapi(listRuns, async (c) => {
    const { kind = null, state = null, schedule = null, ...query } = c.req.valid("query");
    const page = pageRequestOf(query);
    const { items, next } = await c.var.useCases.runs({ kind, state, schedule }, page);
    const at = now();
    return c.json(
      successPage(
        items.map((run) => runToWire(run, at)),
        next,
        page.limit,
      ),
      200,
    );
  });
  app.openapi(getRun, async (c) => {
    const run = await c.var.useCases.run(c.req.valid("param").id);
    return c.json(success(runToWire(run, now())), 200);
  });
  app.openapi(cancelRun, async (c) => {
    const run = await c.var.useCases.cancelRun(c.var.caller, c.req.valid("param").id);
    return c.json(success(runToWire(run, now())), 200);
  });
};
