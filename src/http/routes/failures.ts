import { createRoute } from "@hono/zod-openapi";
import { z } from "zod";
import { successOf, successPageOf } from "../../contract/envelope.ts";
import {
  dismissalRequestSchema,
  failureGroupSchema,
  failureQuerySchema,
  failureSchema,
  retryRequestSchema,
} from "../../contract/failure.ts";
import { failureGroupToWire, failureToWire } from "../../contract/failure-to-wire.ts";
import { failureIdSchema } from "../../contract/id.ts";
import { pageRequestOf } from "../../contract/page-query.ts";
import { runSchema } from "../../contract/run.ts";
import { runToWire } from "../../contract/run-to-wire.ts";
import { isOver } from "../../domain/sync/run.ts";
import { awaitRun } from "../await-run.ts";
import type { HttpApp, RouteContext } from "../http-env.ts";
import { keyedCaller, optionalKey, tellReplayed } from "../keyed.ts";
import { emptyBodyIsNone } from "../middleware/empty-body-is-none.ts";
import { problemResponses } from "../problem/problem-responses.ts";
import { success, successPage } from "../success.ts";
import { jsonContent, jsonResponse } from "./json-content.ts";

const params = z.object({ id: failureIdSchema });
const oneFailure = jsonResponse("The failure as it is now", successOf(failureSchema));

const listFailures = createRoute({
  method: "get",
  path: "/api/sync/failures",
  request: { query: failureQuerySchema },
  responses: { 200: jsonResponse("Failures, newest first", successPageOf(failureSchema)), ...problemResponses(422) },
});

const listFailureGroups = createRoute({
  method: "get",
  path: "/api/sync/failures/groups",
  responses: {
    200: jsonResponse("Failures by reason and collection, the most first", successOf(z.array(failureGroupSchema))),
    ...problemResponses(),
  },
});

const getFailure = createRoute({
  method: "get",
  path: "/api/sync/failures/{id}",
  request: { params },
  responses: { 200: oneFailure, ...problemResponses(404, 422) },
});

const retryFailure = createRoute({
  method: "post",
  path: "/api/sync/failures/{id}/retry",
  request: { params },
  responses: { 200: oneFailure, ...problemResponses(404, 409, 413, 422) },
});

const retryFailures = createRoute({
  method: "post",
  path: "/api/sync/failures/retry",
  middleware: emptyBodyIsNone,
  request: {
    headers: z.object({ prefer: z.string().optional(), ...optionalKey }),
    body: { required: false, content: jsonContent(retryRequestSchema) },
  },
  responses: {
    200: jsonResponse("The run, which is over", successOf(runSchema)),
    202: jsonResponse("The run, which has begun", successOf(runSchema)),
    ...problemResponses(400, 409, 413, 415, 422),
  },
});

const dismissFailure = createRoute({
  method: "post",
  path: "/api/sync/failures/{id}/dismiss",
  request: { params, body: { required: true, content: jsonContent(dismissalRequestSchema) } },
  responses: { 200: oneFailure, ...problemResponses(400, 404, 409, 413, 415, 422) },
});

export const addFailureRoutes = (app: HttpApp, { now }: RouteContext): void => {
  app.openapi(listFailures, async (c) => {
    const { state = null, collection = null, code = null, ...query } = c.req.valid("query");
    const page = pageRequestOf(query);
    const { items, next } = await c.var.useCases.failures({ state, collection, code }, page);
    return c.json(successPage(items.map(failureToWire), next, page.limit), 200);
  });
  app.openapi(listFailureGroups, async (c) => {
    const groups = await c.var.useCases.failureGroups();
    return c.json(success(groups.map(failureGroupToWire)), 200);
  });
  app.openapi(getFailure, async (c) => {
    const failure = await c.var.useCases.failure(c.req.valid("param").id);
    return c.json(success(failureToWire(failure)), 200);
  });
  app.openapi(retryFailures, async (c) => {
    const { state = null, collection = null, code = null } = c.req.valid("json");
    const { prefer, "idempotency-key": key } = c.req.valid("header");
    const begun = await c.var.useCases.retryFailures(keyedCaller(c, key), { state, collection, code });
    tellReplayed(c, begun);
    const run = await awaitRun(c, c.var.useCases, begun, prefer);
    return c.json(success(runToWire(run, now())), isOver(run) ? 200 : 202);
  });
  app.openapi(retryFailure, async (c) => {
    const failure = await c.var.useCases.retryFailure(c.var.caller, c.req.valid("param").id);
    return c.json(success(failureToWire(failure)), 200);
  });
  app.openapi(dismissFailure, async (c) => {
    const { reason } = c.req.valid("json");
    const failure = await c.var.useCases.dismissFailure(c.var.caller, c.req.valid("param").id, reason);
    return c.json(success(failureToWire(failure)), 200);
  });
};
