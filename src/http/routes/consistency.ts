import { createRoute } from "@hono/zod-openapi";
import { z } from "zod";
import { AppError } from "../../application/errors.ts";
import { checkIdSchema, checkSchema, consistencySchema } from "../../contract/check.ts";
import { checkToWire, consistencyToWire } from "../../contract/check-to-wire.ts";
import { consistencyQuerySchema } from "../../contract/consistency-query.ts";
import { successOf } from "../../contract/envelope.ts";
import { runSchema } from "../../contract/run.ts";
import { runPath } from "../../contract/run-path.ts";
import { runToWire } from "../../contract/run-to-wire.ts";
import type { HttpApp, RouteContext } from "../http-env.ts";
import { keyedCaller, optionalKey, tellReplayed } from "../keyed.ts";
import { waitSecondsMax } from "../prefer-wait.ts";
import { problemResponses } from "../problem/problem-responses.ts";
import { success } from "../success.ts";
import { jsonResponse } from "./json-content.ts";

const getConsistency = createRoute({
  method: "get",
  path: "/api/sync/consistency",
  request: { query: consistencyQuerySchema },
  responses: {
    200: jsonResponse("The newest report", successOf(consistencySchema)),
    202: jsonResponse("The run of a check that is not over yet", successOf(runSchema)),
    ...problemResponses(409, 422),
  },
});

const startCheck = createRoute({
  method: "post",
  path: "/api/sync/consistency/checks",
  request: { headers: z.object(optionalKey) },
  responses: {
    202: jsonResponse("The run, which has begun; the check has its id", successOf(runSchema)),
    ...problemResponses(409, 413, 422),
  },
});

const getCheck = createRoute({
  method: "get",
  path: "/api/sync/consistency/checks/{id}",
  request: { params: z.object({ id: checkIdSchema }) },
  responses: { 200: jsonResponse("The check", successOf(checkSchema)), ...problemResponses(404, 422) },
});

export const addConsistencyRoutes = (app: HttpApp, { now }: RouteContext): void => {
  app.openapi(getConsistency, async (c) => {
    const fresh = c.req.valid("query").fresh === "true";
    const { signal } = c.req.raw;
    const request = { fresh, waitMs: waitSecondsMax * 1_000 };
    const answer = await c.var.useCases.consistency(c.var.caller, request, signal).catch((error: unknown) => {
      throw signal.aborted ? new AppError("cancelled", "The caller hung up.", { cause: error }) : error;
    });
    if (answer.kind === "report") return c.json(success(consistencyToWire(answer.check)), 200);
    c.header("Location", runPath(answer.run.id));
    return c.json(success(runToWire(answer.run, now())), 202);
  });
  app.openapi(startCheck, async (c) => {
    const run = await c.var.useCases.startCheck(keyedCaller(c, c.req.valid("header")["idempotency-key"]));
    c.header("Location", runPath(run.id));
    tellReplayed(c, run);
    return c.json(success(runToWire(run, now())), 202);
  });
  app.openapi(getCheck, async (c) => {
    const check = await c.var.useCases.check(c.req.valid("param").id);
    return c.json(success(checkToWire(check)), 200);
  });
};
