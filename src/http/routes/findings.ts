import { createRoute } from "@hono/zod-openapi";
import { z } from "zod";
import { checkIdSchema } from "../../contract/check.ts";
import { csvLine } from "../../contract/csv.ts";
import { successPageOf } from "../../contract/envelope.ts";
import { findingQuerySchema, findingSchema, findingToWire, type WireFinding } from "../../contract/finding.ts";
import { pageRequestOf } from "../../contract/page-query.ts";
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
      const first = await c.var.useCases.findings(id, filter, { limit: csvPageSize, cursor: null });
      const lines = csvOf(first, (cursor) => c.var.useCases.findings(id, filter, { limit: csvPageSize, cursor }));
      const headers = {
        "Content-Type": "text/csv; charset=utf-8",
        "Content-Disposition": 'attachment; filename="findings.csv"',
      };
      return c.body(streamOf(lines), 200, headers);
    }
    const page = pageRequestOf(query);
    const { items, next } = await c.var.useCases.findings(id, filter, page);
    return c.json(successPage(items.map(findingToWire), next, page.limit), 200);
  });
};

type FindingPage = { readonly items: readonly Parameters<typeof findingToWire>[0][]; readonly next: string | null };

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

/** Page by page, so that memory does not grow with what was found. */
async function* csvOf(first: FindingPage, read: (cursor: string) => Promise<FindingPage>): AsyncGenerator<string> {
  yield csvLine(columns);
  for (let page = first; ; page = await read(page.next)) {
    yield page.items
      .map(findingToWire)
      .map((finding) => csvLine(columns.map((column) => finding[column])))
      .join("");
    if (page.next === null) return;
  }
}

const streamOf = (lines: AsyncIterable<string>): ReadableStream<Uint8Array> =>
  ReadableStream.from(lines).pipeThrough(new TextEncoderStream());
