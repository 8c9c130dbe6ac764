import { createRoute } from "@hono/zod-openapi";
import { z } from "zod";
import { checkIdSchema } from "../../contract/check.ts";
import { successOf, successPageOf } from "../../contract/envelope.ts";
import {
  applyFixPlanSchema,
  fixItemQuerySchema,
  fixItemSchema,
  fixItemToWire,
  fixPlanIdSchema,
  fixPlanSchema,
  fixPlanToWire,
} from "../../contract/fix-plan.ts";
import { pageRequestOf } from "../../contract/page-query.ts";
import { runSchema } from "../../contract/run.ts";
import { runPath } from "../../contract/run-path.ts";
import { runToWire } from "../../contract/run-to-wire.ts";
import type { HttpApp, RouteContext } from "../http-env.ts";
import { keyedCaller, optionalKey, tellReplayed } from "../keyed.ts";
import { problemResponses } from "../problem/problem-responses.ts";
import { success, successPage } from "../success.ts";
import { jsonContent, jsonResponse } from "./json-content.ts";

const params = z.object({ id: fixPlanIdSchema });

const makeFixPlan = createRoute({
  method: "post",
  path: "/api/sync/consistency/checks/{id}/fix-plans",
  request: { params: z.object({ id: checkIdSchema }) },
  responses: {
    201: jsonResponse("The plan", successOf(fixPlanSchema)),
    ...problemResponses(404, 409, 413, 422),
  },
});

const getFixPlan = createRoute({
  method: "get",
  path: "/api/sync/consistency/fix-plans/{id}",
  request: { params },
  responses: { 200: jsonResponse("The plan", successOf(fixPlanSchema)), ...problemResponses(404, 422) },
});

const listFixItems = createRoute({
  method: "get",
  path: "/api/sync/consistency/fix-plans/{id}/items",
  request: { params, query: fixItemQuerySchema },
  responses: { 200: jsonResponse("A page of items", successPageOf(fixItemSchema)), ...problemResponses(404, 422) },
});

const applyFixPlan = createRoute({
  method: "post",
  path: "/api/sync/consistency/fix-plans/{id}/apply",
  request: {
    params,
    headers: z.object(optionalKey),
    body: { required: true, content: jsonContent(applyFixPlanSchema) },
  },
  responses: {
    202: jsonResponse("The run, which has begun", successOf(runSchema)),
    ...problemResponses(400, 404, 409, 413, 415, 422),
  },
});

/** Where a plan is found. */
const planPath = (id: string): string => `/api/sync/consistency/fix-plans/${encodeURIComponent(id)}`;

export const addFixPlanRoutes = (app: HttpApp, { now }: RouteContext): void => {
  app.openapi(makeFixPlan, async (c) => {
    const plan = await c.var.useCases.makeFixPlan(c.var.caller, c.req.valid("param").id);
    c.header("Location", planPath(plan.id));
    return c.json(success(fixPlanToWire(plan)), 201);
  });
  app.openapi(getFixPlan, async (c) => {
    const plan = await c.var.useCases.fixPlan(c.req.valid("param").id);
    return c.json(success(fixPlanToWire(plan)), 200);
  });
  app.openapi(listFixItems, async (c) => {
    const page = pageRequestOf(c.req.valid("query"));
    const { items, next } = await c.var.useCases.fixItems(c.req.valid("param").id, page);
    return c.json(successPage(items.map(fixItemToWire), next, page.limit), 200);
  });
  app.openapi(applyFixPlan, async (c) => {
    const { id: planId } = c.req.valid("param");
    const { planHash, only = null, confirm = false } = c.req.valid("json");
    const caller = keyedCaller(c, c.req.valid("header")["idempotency-key"]);
    const run = await c.var.useCases.applyFixPlan(caller, { planId, planHash, only, confirm });
    c.header("Location", runPath(run.id));
    tellReplayed(c, run);
    return c.json(success(runToWire(run, now())), 202);
  });
};
