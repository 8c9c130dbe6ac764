import { createRoute } from "@hono/zod-openapi";
import { z } from "zod";
import { successOf } from "../../contract/envelope.ts";
import { fullSyncRequestSchema } from "../../contract/full-sync-request.ts";
import { runSchema } from "../../contract/run.ts";
import { runToWire } from "../../contract/run-to-wire.ts";
import { isOver } from "../../domain/sync/run.ts";
import { awaitRun } from "../await-run.ts";
import type { HttpApp, RouteContext } from "../http-env.ts";
import { keyedCaller, optionalKey, tellReplayed } from "../keyed.ts";
import { emptyBodyIsNone } from "../middleware/empty-body-is-none.ts";
import { problemResponses } from "../problem/problem-responses.ts";
import { success } from "../success.ts";
import { jsonContent, jsonResponse } from "./json-content.ts";

const startFullSync = createRoute({
  method: "post",
  path: "/api/sync/full",
  middleware: emptyBodyIsNone,
  request: {
    headers: z.object({ prefer: z.string().optional(), ...optionalKey }),
    body: { required: false, content: jsonContent(fullSyncRequestSchema) },
  },
  responses: {
    200: jsonResponse("The run, which is over", successOf(runSchema)),
    202: jsonResponse("The run, which has begun", successOf(runSchema)),
    ...problemResponses(400, 409, 413, 415, 422),
  },
});

export const addFullSyncRoute = (app: HttpApp, { now }: RouteContext): void => {
  app.openapi(startFullSync, async (c) => {
    const { dryRun = false, deep = false, confirm = null } = c.req.valid("json");
    const { prefer, "idempotency-key": key } = c.req.valid("header");
    const begun = await c.var.useCases.startFullSync(keyedCaller(c, key), { dryRun, deep, confirm });
    tellReplayed(c, begun);
    const run = await awaitRun(c, c.var.useCases, begun, prefer);
    return c.json(success(runToWire(run, now())), isOver(run) ? 200 : 202);
  });
};
