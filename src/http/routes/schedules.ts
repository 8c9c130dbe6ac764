import { createRoute } from "@hono/zod-openapi";
import type { Context } from "hono";
import { z } from "zod";
import { revisionsOf } from "../../contract/entity-tag.ts";
import { successOf } from "../../contract/envelope.ts";
import { scheduleSchema } from "../../contract/schedule.ts";
import {
  definitionOf,
  ifMatchSchema,
  newScheduleSchema,
  scheduleChangeSchema,
  scheduleNameSchema,
} from "../../contract/schedule-request.ts";
import { scheduleToWire } from "../../contract/schedule-to-wire.ts";
import type { ScheduleView } from "../../domain/schedule/schedule-view.ts";
import type { HttpApp, HttpEnv } from "../http-env.ts";
import { requireBody } from "../middleware/require-body.ts";
import { problemResponses } from "../problem/problem-responses.ts";
import { type Success, success } from "../success.ts";
import { jsonContent, jsonResponse } from "./json-content.ts";

const params = z.object({ name: scheduleNameSchema });
const headers = z.object({ "if-match": ifMatchSchema });
const theSchedule = jsonResponse("The schedule", successOf(scheduleSchema));

const listSchedules = createRoute({
  method: "get",
  path: "/api/sync/schedules",
  responses: { 200: jsonResponse("All schedules, by name", successOf(z.array(scheduleSchema))), ...problemResponses() },
});

const createSchedule = createRoute({
  method: "post",
  path: "/api/sync/schedules",
  request: { body: { required: true, content: jsonContent(newScheduleSchema) } },
  responses: { 201: theSchedule, ...problemResponses(400, 409, 413, 415, 422) },
});

const getSchedule = createRoute({
  method: "get",
  path: "/api/sync/schedules/{name}",
  request: { params },
  responses: { 200: theSchedule, ...problemResponses(404, 422) },
});

const changeSchedule = createRoute({
  method: "put",
  path: "/api/sync/schedules/{name}",
  middleware: requireBody,
  request: { params, headers, body: { required: true, content: jsonContent(scheduleChangeSchema) } },
  responses: { 200: theSchedule, ...problemResponses(400, 404, 409, 412, 413, 415, 422) },
});

const deleteSchedule = createRoute({
  method: "delete",
  path: "/api/sync/schedules/{name}",
  request: { params, headers },
  responses: { 204: { description: "Deleted" }, ...problemResponses(404, 412, 413, 422) },
});

const switchOn = createRoute({
  method: "post",
  path: "/api/sync/schedules/{name}/enable",
  request: { params, headers },
  responses: { 200: theSchedule, ...problemResponses(404, 409, 412, 413, 422) },
});

const switchOff = createRoute({
  method: "post",
  path: "/api/sync/schedules/{name}/disable",
  request: { params, headers },
  responses: { 200: theSchedule, ...problemResponses(404, 412, 413, 422) },
});

export const addScheduleRoutes = (app: HttpApp): void => {
  app.openapi(listSchedules, async (c) => c.json(success((await c.var.useCases.schedules()).map(scheduleToWire)), 200));
  app.openapi(getSchedule, async (c) => c.json(told(c, await c.var.useCases.schedule(c.req.valid("param").name)), 200));
  app.openapi(createSchedule, async (c) => {
    const view = await c.var.useCases.createSchedule(c.var.caller, definitionOf(c.req.valid("json")));
    c.header("Location", schedulePath(view.schedule.name));
    return c.json(told(c, view), 201);
  });
  app.openapi(changeSchedule, async (c) => {
    const { name } = c.req.valid("param");
    const target = { name, revisions: revisionsOf(c.req.valid("header")["if-match"]) };
    const change = definitionOf(c.req.valid("json"));
    return c.json(told(c, await c.var.useCases.changeSchedule(c.var.caller, target, change)), 200);
  });
  app.openapi(deleteSchedule, async (c) => {
    const { name } = c.req.valid("param");
    const revisions = revisionsOf(c.req.valid("header")["if-match"]);
    await c.var.useCases.deleteSchedule(c.var.caller, { name, revisions });
    return c.body(null, 204);
  });
  for (const [route, enabled] of [
    [switchOn, true],
    [switchOff, false],
  ] as const) {
    app.openapi(route, async (c) => {
      const target = { name: c.req.valid("param").name, revisions: revisionsOf(c.req.valid("header")["if-match"]) };
      return c.json(told(c, await c.var.useCases.changeSchedule(c.var.caller, target, { enabled })), 200);
    });
  }
};

const schedulePath = (name: string): string => `/api/sync/schedules/${encodeURIComponent(name)}`;

/** One schedule as an answer, with the tag that the next change may name. */
const told = (c: Context<HttpEnv>, view: ScheduleView): Success<ReturnType<typeof scheduleToWire>> => {
  const schedule = scheduleToWire(view);
  c.header("ETag", schedule.etag);
  return success(schedule);
};
