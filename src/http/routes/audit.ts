import { createRoute } from "@hono/zod-openapi";
import { auditLineSchema, auditLineToWire, auditQuerySchema } from "../../contract/audit.ts";
import { successPageOf } from "../../contract/envelope.ts";
import { pageRequestOf } from "../../contract/page-query.ts";
import type { HttpApp } from "../http-env.ts";
import { problemResponses } from "../problem/problem-responses.ts";
import { successPage } from "../success.ts";
import { jsonResponse } from "./json-content.ts";

const listAudit = createRoute({
  method: "get",
  path: "/api/sync/audit",
  request: { query: auditQuerySchema },
  responses: { 200: jsonResponse("Lines, newest first", successPageOf(auditLineSchema)), ...problemResponses(422) },
});

export const addAuditRoute = (app: HttpApp): void => {
  app.openapi(listAudit, async (c) => {
    const { actor = null, action = null, from = null, to = null, ...query } = c.req.valid("query");
    const page = pageRequestOf(query);
    const { items, next } = await c.var.useCases.audit({ actor, action, from, to }, page);
    return c.json(successPage(items.map(auditLineToWire), next, page.limit), 200);
  });
};
