import { createRoute } from "@hono/zod-openapi";
import { z } from "zod";
import { checkIdSchema } from "../../contract/check.ts";
import { csvLine } from "../../contract/csv.ts";
import { successPageOf } from "../../contract/envelope.ts";
import { findingQuerySchema, findingSchema, findingToWire, type WireFinding } from "../../contract/finding.ts";
import { pageRequestOf } from "../../contract/page-query.ts";
import { csvBody, csvHeaders } from "../csv-answer.ts";
import type { HttpApp } from "../http-env.ts";
import { problemResponses } from "../problem/problem-responses.ts";
import { successPage } from "../success.ts";
import { wantsCsv } from "../wants-csv.ts";
import { jsonContent } from "./json-content.ts";

const listFindings = createRoute({
  method: "get",
  path: "/api/sync/consistency/checks/{id}/findings",
  request: { params: z.object({ id: checkIdSchema }), query: findingQuerySchema },
  responses: {
    200: {
      description: "A page of findings, or as CSV all of them",
      content: { ...jsonContent(successPageOf(findingSchema)), "text/csv": { schema: z.string() } },
    },
    ...problemResponses(404, 422),
  },
});

/** Findings read together while all of them are written out. */
const csvPageSize = 1_000;

export const addFindingRoutes = (app: HttpApp): void => {
  app.openapi(listFindings, async (c) => {
    const { id } = c.req.valid("param");
    const { rule = null, propertyId = null, ...query } = c.req.valid("query");
    const filter = { rule, propertyId };
    if (wantsCsv(c.req.header("accept"))) {
      const read = (cursor: string | null) => c.var.useCases.findings(id, filter, { limit: csvPageSize, cursor });
      const file = { head: csvLine(columns), lineOf: lineOfFinding, first: await read(null), read };
      return c.body(csvBody(file), 200, csvHeaders("findings.csv"));
    }
    const page = pageRequestOf(query);
    const { items, next } = await c.var.useCases.findings(id, filter, page);
    return c.json(successPage(items.map(findingToWire), next, page.limit), 200);
  });
};

const columns = [
  "number",
  "rule",
  "severity",
  "collection",
  "key",
  "propertyId",
  "field",
  "expected",
  "found",
  "fix",
] as const satisfies readonly (keyof WireFinding)[];

const lineOfFinding = (found: Parameters<typeof findingToWire>[0]): string => {
  const finding = findingToWire(found);
  return csvLine(columns.map((column) => finding[column]));
};
