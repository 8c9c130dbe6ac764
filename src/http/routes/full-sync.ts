import { createRoute } from "@hono/zod-openapi";
import type { Context } from "hono";
import { z } from "zod";
import { AppError } from "../../application/errors.ts";
import { successOf } from "../../contract/envelope.ts";
import { fullSyncRequestSchema } from "../../contract/full-sync-request.ts";
import { runSchema } from "../../contract/run.ts";
import { runToWire } from "../../contract/run-to-wire.ts";
import { isOver, type Run } from "../../domain/sync/run.ts";
import type { HttpApp, HttpEnv, RouteContext } from "../http-env.ts";
import { emptyBodyIsNone } from "../middleware/empty-body-is-none.ts";
import { preferredWaitMs } from "../prefer-wait.ts";
import { problemResponses } from "../problem/problem-responses.ts";
import { runPath } from "../run-path.ts";
import { success } from "../success.ts";
import { jsonContent, jsonResponse } from "./json-content.ts";

const startFullSync = createRoute({
  method: "post",
  path: "/api/sync/full",
  middleware: emptyBodyIsNone,
  request: {
    headers: z.object({ prefer: z.string().optional() }),
    body: { required: false, content: jsonContent(fullSyncRequestSchema) },
  },
  responses: {
    200: jsonResponse("The run, which is over", successOf(runSchema)),
    202: jsonResponse("The run, which has begun", successOf(runSchema)),
    ...problemResponses(400, 403, 409, 413, 415, 422),
  },
});

export const addFullSyncRoute = (app: HttpApp, { now }: RouteContext): void => {
  app.openapi(startFullSync, async (c) => {
    const { dryRun = false, confirm = null } = c.req.valid("json");
    const begun = await c.var.useCases.startFullSync(c.var.caller, { dryRun, confirm });
    c.header("Location", runPath(begun.id));
    const waitMs = preferredWaitMs(c.req.valid("header").prefer);
    if (waitMs === 0) return c.json(success(runToWire(begun, now())), 202);
    const run = await waitForRun(c, { id: begun.id, waitMs });
    return c.json(success(runToWire(run, now())), isOver(run) ? 200 : 202);
  });
};

type Wait = { readonly id: string; readonly waitMs: number };

const waitForRun = async (c: Context<HttpEnv>, { id, waitMs }: Wait): Promise<Run> => {
  const { signal } = c.req.raw;
  c.header("Preference-Applied", `wait=${waitMs / 1_000}`);
  try {
    return await c.var.useCases.waitForRun(id, waitMs, signal);
  } catch (error) {
    // The server aborts with a string, a clock with an error of its own: they all mean this.
    throw signal.aborted ? new AppError("cancelled", "The caller hung up.", { cause: error }) : error;
  }
};
