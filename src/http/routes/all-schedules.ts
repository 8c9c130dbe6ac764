import { createRoute } from "@hono/zod-openapi";
import { z } from "zod";
import { successOf } from "../../contract/envelope.ts";
import { runSchema } from "../../contract/run.ts";
import { runToWire } from "../../contract/run-to-wire.ts";
import { schedulePreviewSchema } from "../../contract/schedule.ts";
import { scheduleNameSchema, schedulePreviewRequestSchema } from "../../contract/schedule-request.ts";
import { previewToWire } from "../../contract/schedule-to-wire.ts";
import { scheduledToWire } from "../../contract/scheduled-to-wire.ts";
import { scheduledSchema } from "../../contract/status.ts";
import { isOver } from "../../domain/sync/run.ts";
import { awaitRun } from "../await-run.ts";
import type { HttpApp, RouteContext } from "../http-env.ts";
import { keyedCaller, optionalKey, tellReplayed } from "../keyed.ts";
import { problemResponses } from "../problem/problem-responses.ts";
import { success } from "../success.ts";
import { jsonContent, jsonResponse } from "./json-content.ts";

const preview = createRoute({
  method: "post",
  path: "/api/sync/schedules/preview",
  request: { body: { required: true, content: jsonContent(schedulePreviewRequestSchema) } },
  responses: {
    200: jsonResponse("What the line would do", successOf(schedulePreviewSchema)),
    ...problemResponses(400, 413, 415, 422),
  },
});

const trigger = createRoute({
  method: "post",
  path: "/api/sync/schedules/{name}/trigger",
  request: {
    params: z.object({ name: scheduleNameSchema }),
    headers: z.object({ prefer: z.string().optional(), ...optionalKey }),
  },
  responses: {
    200: jsonResponse("The run, which is over", successOf(runSchema)),
    202: jsonResponse("The run, which has begun", successOf(runSchema)),
    ...problemResponses(404, 409, 413, 422),
  },
});

const scheduled = jsonResponse("Schedules as they are now", successOf(z.object({ scheduled: scheduledSchema })));

const startAll = createRoute({
  method: "post",
  path: "/api/sync/schedules/start-all",
  responses: { 200: scheduled, ...problemResponses(409, 413) },
});

const stopAll = createRoute({
  method: "post",
  path: "/api/sync/schedules/stop-all",
  responses: { 200: scheduled, ...problemResponses(413) },
});

export const addAllSchedulesRoutes = (app: HttpApp, { now }: RouteContext): void => {
  app.openapi(preview, (c) => {
    const { cronExpression, timezone = null } = c.req.valid("json");
    return c.json(success(previewToWire(c.var.useCases.previewSchedule({ cronExpression, timezone }))), 200);
  });
  app.openapi(trigger, async (c) => {
    const { prefer, "idempotency-key": key } = c.req.valid("header");
    const begun = await c.var.useCases.triggerSchedule(keyedCaller(c, key), c.req.valid("param").name);
    tellReplayed(c, begun);
    const run = await awaitRun(c, c.var.useCases, begun, prefer);
    return c.json(success(runToWire(run, now())), isOver(run) ? 200 : 202);
  });
  app.openapi(startAll, async (c) => {
    const all = await c.var.useCases.resumeSchedules(c.var.caller);
    return c.json(success({ scheduled: scheduledToWire(all) }), 200);
  });
  app.openapi(stopAll, async (c) => {
    const all = await c.var.useCases.pauseSchedules(c.var.caller);
    return c.json(success({ scheduled: scheduledToWire(all) }), 200);
  });
};
