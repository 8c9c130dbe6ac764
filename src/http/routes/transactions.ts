import { createRoute } from "@hono/zod-openapi";
import { z } from "zod";
import { successPageOf } from "../../contract/envelope.ts";
import { idSchema } from "../../contract/id.ts";
import { pageRequestOf } from "../../contract/page-query.ts";
import { statementRowToWire } from "../../contract/statement-row-to-wire.ts";
import { listedTransactionSchema } from "../../contract/transaction.ts";
import { transactionCsvHead, transactionToCsv } from "../../contract/transaction-csv.ts";
import { transactionFilterOf, transactionQuerySchema } from "../../contract/transaction-query.ts";
import { csvBody, csvHeaders } from "../csv-answer.ts";
import type { HttpApp } from "../http-env.ts";
import { problemResponses } from "../problem/problem-responses.ts";
import { successPage } from "../success.ts";
import { wantsCsv } from "../wants-csv.ts";
import { jsonContent } from "./json-content.ts";

const listTransactions = createRoute({
  method: "get",
  path: "/api/sync/accounts/{propertyId}/transactions",
  request: { params: z.object({ propertyId: idSchema }), query: transactionQuerySchema },
  responses: {
    200: {
      description: "A page of transactions, or as CSV all of them",
      content: { ...jsonContent(successPageOf(listedTransactionSchema)), "text/csv": { schema: z.string() } },
    },
    ...problemResponses(404, 422),
  },
});

/** Rows read together while all of them are written out. */
const csvPageSize = 1_000;

export const addTransactionRoute = (app: HttpApp): void => {
  app.openapi(listTransactions, async (c) => {
    const query = c.req.valid("query");
    const { propertyId } = c.req.valid("param");
    const filter = transactionFilterOf(query);
    if (wantsCsv(c.req.header("accept"))) {
      const read = (cursor: string | null) =>
        c.var.useCases.exportTransactions(propertyId, filter, { limit: csvPageSize, cursor });
      const file = { head: transactionCsvHead, lineOf: transactionToCsv, first: await read(null), read };
      return c.body(csvBody(file), 200, csvHeaders("transactions.csv"));
    }
    const page = pageRequestOf(query);
    const { items, next } = await c.var.useCases.transactions(propertyId, filter, page);
    return c.json(successPage(items.map(statementRowToWire), next, page.limit), 200);
  });
};
